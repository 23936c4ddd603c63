package ai.matey.benchmarks.pacing;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The plots of {@code docs/pacing.md}.
 */
final class PacingPlots {

	private static final Color[] COLORS = { new Color(0x9e, 0x9e, 0x9e), new Color(0xd8, 0x43, 0x15),
			new Color(0x00, 0x79, 0x6b), new Color(0xb7, 0x1c, 0x1c) };

	private PacingPlots() {
	}

	static void write(Path folder, long seed) throws IOException {
		Files.createDirectories(folder);
		changing(folder.resolve("pacing-changing-limit"), seed);
		rejected(folder.resolve("pacing-rejected"), seed);
	}

	/**
	 * A limit that is halved after half an hour and doubled after another one.
	 */
	private static void changing(Path file, long seed) throws IOException {
		Scenario scenario = Scenario
			.of("changing", 10, 30, () -> ServiceRule.perSecond((time) -> (time >= 1800 && time < 3000) ? 10 : 20))
			.lasting(600, 4200);
		XYChart chart = new XYChartBuilder().width(900)
			.height(420)
			.title("Ten instances at 30 calls per second; the limit is 20, 10 for 20 minutes, and 20 again")
			.xAxisTitle("minutes")
			.yAxisTitle("requests per second")
			.build();
		style(chart.getStyler());
		chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
		chart.getStyler().setMarkerSize(0);
		chart.getStyler().setYAxisMin(0.0);
		chart.getStyler().setSeriesColors(COLORS);
		int step = 20;
		Figures ours = Simulation.run(scenario, Contender.SHARED, seed);
		Figures retry = Simulation.run(scenario, Contender.RETRY, seed);
		series(chart, "limit", means(ours.capacityPerSecond(), step), step);
		series(chart, "rejected, retry alone", retry.rejectedPerSecond(step), step);
		series(chart, "accepted, paced", ours.acceptedPerSecond(step), step);
		series(chart, "rejected, paced", ours.rejectedPerSecond(step), step);
		save(chart, file);
	}

	private static void series(XYChart chart, String name, double[] values, int step) {
		int from = 900 / step;
		double[] part = Arrays.copyOfRange(values, from, values.length - 1);
		double[] minutes = IntStream.range(0, part.length).mapToDouble((i) -> (i + from) * step / 60.0).toArray();
		chart.addSeries(name, minutes, part).setMarker(SeriesMarkers.NONE);
	}

	private static void rejected(Path file, long seed) throws IOException {
		CategoryChart chart = new CategoryChartBuilder().width(900)
			.height(420)
			.title("Attempts that are rejected at 1.5 times a limit of 10 per second")
			.xAxisTitle("")
			.yAxisTitle("%")
			.build();
		style(chart.getStyler());
		chart.getStyler().setLabelsVisible(true);
		chart.getStyler().setSeriesColors(Arrays.copyOfRange(COLORS, 0, 3));
		List<String> names = Arrays.stream(Contender.values()).map(Contender::title).toList();
		for (int instances : new int[] { 1, 10, 100 }) {
			List<Double> shares = Arrays.stream(Contender.values())
				.map((contender) -> Math.round(
						1000 * Simulation
							.run(Scenario.of("rejected", instances, 15, () -> ServiceRule.perSecond((time) -> 10))
								.lasting(600, 4200), contender, seed)
							.rejectedShare())
						/ 10.0)
				.toList();
			chart.addSeries(instances + ((instances == 1) ? " instance" : " instances"), names, shares);
		}
		save(chart, file);
	}

	/**
	 * Tenths of a pixel are enough, and make the files a fraction as large.
	 */
	private static void save(Chart<?, ?> chart, Path file) throws IOException {
		VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
		Path written = file.resolveSibling(file.getFileName() + ".svg");
		String svg = Files.readString(written).replaceAll("(\\d\\.\\d)\\d+", "$1").replaceAll("\\n\\s+", "\n");
		Files.writeString(written, svg);
	}

	private static void style(Styler styler) {
		styler.setChartBackgroundColor(Color.WHITE);
		styler.setPlotBorderVisible(false);
		styler.setLegendPosition(Styler.LegendPosition.OutsideS);
		styler.setLegendLayout(Styler.LegendLayout.Horizontal);
		styler.setLegendBorderColor(Color.WHITE);
	}

	private static double[] means(double[] values, int step) {
		return IntStream.range(0, values.length / step)
			.mapToDouble((i) -> Arrays.stream(values, i * step, (i + 1) * step).average().orElse(0))
			.toArray();
	}

}
