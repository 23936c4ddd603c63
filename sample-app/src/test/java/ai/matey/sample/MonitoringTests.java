package ai.matey.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;
import ai.matey.test.together.spring.AutoConfigureFakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators see of a plain call, a stream, a rejected call and a cancelled stream.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "together.retry.max-attempts=2", "together.retry.initial-backoff=1ms" })
@AutoConfigureFakeTogether
class MonitoringTests {

	private static final Pattern SAMPLE = Pattern.compile("^([a-z_]+)(?:\\{(.*)})? (\\S+)$", Pattern.MULTILINE);

	private static final Pattern LABEL = Pattern.compile("(\\w+)=~?\"([^\"]*)\"");

	private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");

	private static final Pattern METRIC = Pattern.compile("\\b(?:gen_ai|together|reactor)_[a-z_]+");

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Gateway gateway;

	MonitoringTests(@LocalServerPort int port) {
		this.gateway = new Gateway(port);
	}

	@Test
	void showsAllOfTheMetersAndTheDashboardUsesNoOthers(@Autowired FakeTogether fake) throws Exception {
		traffic(fake);
		List<Sample> samples = samples();
		assertValues(samples);
		Set<String> names = samples.stream().map(Sample::name).collect(Collectors.toSet());
		Set<String> labels = samples.stream()
			.flatMap((sample) -> sample.labels().keySet().stream())
			.collect(Collectors.toSet());
		List<String> expressions = new ArrayList<>(dashboard());
		expressions.addAll(alerts());
		assertThat(expressions).hasSizeGreaterThan(20);
		for (String expression : expressions) {
			assertThat(names).as(expression).containsAll(metrics(expression));
			assertThat(labels).as(expression).containsAll(labels(expression));
		}
	}

	private void traffic(FakeTogether fake) throws Exception {
		fake.enqueue(Reply.text("Hi there").usage(7, 3), Reply.text("Hi there again").usage(9, 5));
		assertThat(this.gateway.chat(Gateway.HELLO).statusCode()).isEqualTo(200);
		try (Gateway.Events events = this.gateway.stream(Gateway.HELLO_STREAM)) {
			assertThat(events.rest()).isNotEmpty();
		}
		fake.enqueue(Reply.stream().pace(Duration.ofMillis(5)).endless("word "));
		try (Gateway.Events events = this.gateway.stream(Gateway.HELLO_STREAM)) {
			assertThat(events.next()).isNotNull();
			assertThat(events.next()).isNotNull();
		}
		fake.await(RecordedRequest::closedEarly, TIMEOUT);
		// Nothing is sent before the reset: whatever came after it would find it over
		fake.enqueue(2,
				Reply.status(429)
					.header("x-ratelimit-limit", "10")
					.header("x-ratelimit-remaining", "0")
					.header("x-ratelimit-reset", "4")
					.header("retry-after-ms", "1")
					.error("rate_limit", "Slow down"));
		assertThat(this.gateway.chat(Gateway.HELLO).statusCode()).isEqualTo(429);
	}

	private static void assertValues(List<Sample> samples) {
		String duration = "gen_ai_client_operation_duration_seconds";
		assertThat(value(samples, duration + "_count", "outcome", "success")).isEqualTo(2);
		assertThat(value(samples, duration + "_count", "outcome", "error")).isEqualTo(1);
		assertThat(value(samples, duration + "_count", "error_type", "rate_limit_exceeded")).isEqualTo(1);
		assertThat(value(samples, duration + "_count", "outcome", "cancelled")).isEqualTo(1);
		assertThat(value(samples, duration + "_count", "gen_ai_provider_name", "together_ai")).isEqualTo(4);
		assertThat(value(samples, duration + "_bucket", "le", "81.92")).isEqualTo(4);
		assertThat(value(samples, duration + "_sum", "outcome", "success")).isBetween(0.001, 10.0);
		String first = "gen_ai_client_operation_time_to_first_chunk_seconds_count";
		assertThat(value(samples, first, "outcome", "success")).isEqualTo(1);
		assertThat(value(samples, first, "outcome", "cancelled")).isEqualTo(1);
		String perChunk = "gen_ai_client_operation_time_per_output_chunk_seconds_count";
		assertThat(value(samples, perChunk, "outcome", "success")).isPositive();
		String tokens = "gen_ai_client_token_usage_sum";
		assertThat(value(samples, tokens, "gen_ai_token_type", "input")).isEqualTo(16);
		assertThat(value(samples, tokens, "estimated", "false", "gen_ai_token_type", "output")).isEqualTo(8);
		assertThat(value(samples, tokens, "estimated", "true", "gen_ai_token_type", "output")).isPositive();
		assertThat(value(samples, "together_client_retries_total", "reason", "rate_limit_exceeded")).isEqualTo(1);
		assertThat(value(samples, "together_client_ratelimit_rejected_total", "client", "default")).isEqualTo(2);
		assertThat(value(samples, "together_client_ratelimit_limit", "kind", "requests")).isEqualTo(10);
		assertThat(value(samples, "together_client_ratelimit_remaining", "kind", "requests")).isZero();
		assertThat(value(samples, "together_client_ratelimit_reset_seconds", "kind", "requests")).isBetween(1.0, 30.0);
		assertThat(value(samples, "together_client_streams_active", "client", "default")).isZero();
	}

	private List<Sample> samples() throws Exception {
		String text = this.gateway.get("/actuator/prometheus").body();
		return SAMPLE.matcher(text).results().map(Sample::of).toList();
	}

	private static double value(List<Sample> samples, String name, String... labels) {
		List<Sample> matching = samples.stream().filter((sample) -> sample.matches(name, labels)).toList();
		assertThat(matching).as("%s %s", name, List.of(labels)).isNotEmpty();
		return matching.stream().mapToDouble(Sample::value).sum();
	}

	private static List<String> dashboard() throws Exception {
		JsonNode dashboard = Gateway.json(Files.readString(Path.of("monitoring", "grafana-dashboard.json")));
		List<String> expressions = new ArrayList<>(dashboard.findValuesAsString("expr"));
		for (JsonNode variable : dashboard.at("/templating/list")) {
			if (variable.path("type").asString().equals("query")) {
				Matcher query = Pattern.compile("label_values\\((\\w+), (\\w+)\\)")
					.matcher(variable.at("/query/query").asString());
				assertThat(query.matches()).isTrue();
				expressions.add("sum by (" + query.group(2) + ") (" + query.group(1) + ")");
			}
		}
		return expressions;
	}

	private static List<String> alerts() throws Exception {
		try (Stream<String> lines = Files.lines(Path.of("monitoring", "prometheus-alerts.yml"))) {
			return lines.filter((line) -> line.strip().startsWith("expr: ")).toList();
		}
	}

	private static Set<String> metrics(String expression) {
		String bare = GROUPING.matcher(expression.replaceAll("\\{[^}]*}", "")).replaceAll("");
		Set<String> metrics = METRIC.matcher(bare).results().map(MatchResult::group).collect(Collectors.toSet());
		assertThat(metrics).as(expression).isNotEmpty();
		return metrics;
	}

	private static Set<String> labels(String expression) {
		Set<String> labels = new HashSet<>();
		LABEL.matcher(expression).results().forEach((label) -> labels.add(label.group(1)));
		GROUPING.matcher(expression).results().forEach((by) -> labels.addAll(List.of(by.group(1).split(", "))));
		return labels;
	}

	private record Sample(String name, Map<String, String> labels, double value) {

		static Sample of(MatchResult line) {
			Map<String, String> labels = new HashMap<>();
			if (line.group(2) != null) {
				LABEL.matcher(line.group(2)).results().forEach((label) -> labels.put(label.group(1), label.group(2)));
			}
			String value = line.group(3);
			return new Sample(line.group(1), labels,
					value.equals("+Inf") ? Double.MAX_VALUE : Double.parseDouble(value));
		}

		boolean matches(String name, String... labels) {
			for (int i = 0; i < labels.length; i += 2) {
				if (!labels[i + 1].equals(this.labels.get(labels[i]))) {
					return false;
				}
			}
			return this.name.equals(name);
		}

	}

}
