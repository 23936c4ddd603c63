package ai.matey.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * Bodies in the form that Together's service sends: events of about 290 bytes, most of
 * which differ from the one before in the token only.
 */
public final class Events {

	/** Tokens as models write them: few need an escape, few are not ASCII. */
	private static final String[] TOKENS = { "The", " sky", " looks", " blue", " because", " mole", "cules", " in",
			" the", " air", " scatter", " short", " wave", "lengths", " of", " light", " more", " than", " long",
			" ones", ".", "\\n\\n", " It", " is", " called", " Ray", "leigh", " scattering", ",", " \\\"", "after",
			" Lord", " Ray", "leigh", "\\\"", " –", " caf\u00e9", " and", " so", " on", "!" };

	private static final String HEAD = "data: {\"id\":\"oBench1-4YNCb4-a0467384491200a1\","
			+ "\"object\":\"chat.completion.chunk\",\"created\":1780000000,\"choices\":[";

	private static final String TAIL = "],\"model\":\"meta-llama/Llama-3.3-70B-Instruct-Turbo\",\"usage\":";

	private Events() {
	}

	/**
	 * An event with a token.
	 * @param number the event's number within its stream
	 * @return the event's bytes
	 */
	public static byte[] content(int number) {
		return content(TOKENS[number % TOKENS.length], (number * 7919) % 128000);
	}

	static byte[] content(String token, int id) {
		return bytes(HEAD + "{\"index\":0,\"text\":\"" + token
				+ "\",\"logprobs\":null,\"finish_reason\":null,\"delta\":{\"token_id\":" + id
				+ ",\"role\":\"assistant\",\"content\":\"" + token + "\"}}" + TAIL + "null}\n\n");
	}

	/**
	 * What follows the last token: the finish reason with the usage, and the end mark.
	 * @return the bytes of both events
	 */
	public static byte[] end() {
		return bytes(HEAD
				+ "{\"index\":0,\"text\":\"\",\"logprobs\":null,\"finish_reason\":\"stop\",\"delta\":{\"token_id\":128009,"
				+ "\"role\":\"assistant\",\"content\":\"\"}}" + TAIL
				+ "{\"prompt_tokens\":42,\"completion_tokens\":1000,\"total_tokens\":1042,\"cached_tokens\":0}}\n\n"
				+ "data: [DONE]\n\n");
	}

	static byte[] plainResponse() {
		return bytes(
				"{\"id\":\"oBench1-4YNCb4-a0467384491200a1\",\"object\":\"chat.completion\",\"created\":1780000000,"
						+ "\"model\":\"meta-llama/Llama-3.3-70B-Instruct-Turbo\",\"prompt\":[],\"choices\":[{\"finish_reason\":\"stop\","
						+ "\"seed\":15924764223251450000,\"logprobs\":null,\"index\":0,\"message\":{\"role\":\"assistant\","
						+ "\"content\":\""
						+ "The sky looks blue because molecules in the air scatter short waves. ".repeat(8)
						+ "\",\"tool_calls\":[]}}],\"usage\":{\"prompt_tokens\":42,\"completion_tokens\":120,\"total_tokens\":162,"
						+ "\"cached_tokens\":0}}");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
