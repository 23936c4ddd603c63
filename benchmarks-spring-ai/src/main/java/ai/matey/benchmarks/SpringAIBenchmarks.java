package ai.matey.benchmarks;

import java.util.List;
import java.util.function.IntFunction;

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
	 * @param args the number of rounds, 15 unless told; or {@code repeat}, the kind of
	 * call, {@code together}, {@code openai} or {@code alone}, and the seconds
	 */
	public static void main(String[] args) {
		try (ServerProcess server = new ServerProcess()) {
			if (args.length > 0 && args[0].equals("repeat")) {
				try (Contender contender = client(args[2]).apply(server.port())) {
					Benchmarks.repeat(args[1], contender, Integer.parseInt(args[3]));
				}
			}
			else {
				compare(server.port(), (args.length > 0) ? Integer.parseInt(args[0]) : 15);
			}
		}
		System.exit(0);
	}

	private static void compare(int port, int rounds) {
		Contender openAI = ChatClientContender.openAI(port);
		List<Contender> contenders = List.of(new StockContender(port), TogetherContender.plain(port),
				ChatClientContender.alone(), ChatClientContender.together(port), openAI);
		WholeCalls calls = new WholeCalls(contenders, openAI, rounds);
		calls.streams("Streams of 1,000 events, 16 per write, 8 at once", new Scenario(1000, 16, 0), 96, 8);
		calls.streams("Streams of 1,000 events, one per write, 8 at once", new Scenario(1000, 1, 0), 96, 8);
		calls.calls(6000, 64);
		calls.firstChunk(400);
		contenders.forEach(Contender::close);
	}

	private static IntFunction<Contender> client(String name) {
		return switch (name) {
			case "together" -> ChatClientContender::together;
			case "openai" -> ChatClientContender::openAI;
			case "alone" -> (port) -> ChatClientContender.alone();
			default -> throw new IllegalArgumentException("There is no client '" + name + "'");
		};
	}

}
