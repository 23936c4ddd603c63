package ai.matey.benchmarks;

import java.util.List;

/**
 * Calls through ChatClient on this starter's model and on the one of Spring AI's OpenAI
 * starter, beside the Bridge and the stock WebClient. Shares the package of the other
 * benchmarks, whose parts are not public.
 */
public final class SpringAIBenchmarks {

	private SpringAIBenchmarks() {
	}

	/**
	 * Runs the benchmarks.
	 * @param args the number of rounds, 15 unless told
	 */
	public static void main(String[] args) {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 15;
		try (ServerProcess server = new ServerProcess()) {
			List<Contender> contenders = List.of(new StockContender(server.port()),
					TogetherContender.plain(server.port()), ChatClientContender.alone(),
					ChatClientContender.together(server.port()), ChatClientContender.openAI(server.port()));
			WholeCalls calls = new WholeCalls(contenders, rounds);
			calls.streams("Streams of 1,000 events, 16 per write, 8 at once", new Scenario(1000, 16, 0), 96, 8);
			calls.streams("Streams of 1,000 events, one per write, 8 at once", new Scenario(1000, 1, 0), 96, 8);
			calls.calls(6000, 64);
			calls.firstChunk(400);
			contenders.forEach(Contender::close);
		}
		System.exit(0);
	}

}
