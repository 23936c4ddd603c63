package ai.matey.backend.together.response;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import ai.matey.backend.together.wire.Json;
import ai.matey.ir.IRLogprobs;
import ai.matey.ir.IRLogprobs.Alternative;
import ai.matey.ir.IRLogprobs.Token;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The four shapes of recorded answers, in bodies of our own.
 */
class LogprobsReaderTests {

	@Test
	void readsParallelArrays() {
		IRLogprobs logprobs = read("""
				{"logprobs":{"tokens":["Hi","!"],"token_logprobs":[-0.5,0],"token_ids":[7,8],
				"top_logprobs":[{"Hi":-0.5,"Yo":-1},{"!":0}]}}""", null);
		assertThat(logprobs.tokens()).containsExactly(
				new Token("Hi", -0.5, 7L, List.of(new Alternative("Hi", -0.5), new Alternative("Yo", -1.0))),
				new Token("!", 0.0, 8L, List.of(new Alternative("!", 0.0))));
	}

	@Test
	void readsParallelArraysWithGaps() {
		assertThat(read("""
				{"logprobs":{"tokens":["Hi"],"token_logprobs":[null,-1],"token_ids":null}}""", null).tokens())
			.containsExactly(new Token("Hi", null, null, List.of()), new Token(null, -1.0, null, List.of()));
		assertThat(read("""
				{"logprobs":{"tokens":["Hi"],"token_logprobs":[-1],"top_logprobs":{"Hi":-1}}}""", null).tokens())
			.containsExactly(new Token("Hi", -1.0, null, List.of(new Alternative("Hi", -1.0))));
		assertThat(read("""
				{"logprobs":{"tokens":["Hi","!"],"token_logprobs":[-1,-2],"top_logprobs":{"Hi":-1}}}""", null).tokens())
			.extracting(Token::top)
			.containsOnly(List.of());
	}

	@Test
	void readsTheListOfOpenAI() {
		IRLogprobs logprobs = read("""
				{"logprobs":{"content":[{"token":"Hi","bytes":[72,105],"logprob":-0.5,
				"top_logprobs":[{"token":"Hi","bytes":[72,105],"logprob":-0.5},{"token":"Yo","logprob":-1}]},
				{"token":"!","logprob":0,"top_logprobs":[]}]}}""", null);
		assertThat(logprobs.tokens()).containsExactly(new Token("Hi", -0.5, null,
				List.of(new Alternative("Hi", -0.5, List.of(72, 105)), new Alternative("Yo", -1.0)), List.of(72, 105)),
				new Token("!", 0.0, null, List.of()));
	}

	@Test
	void readsABareNumberOfAStream() {
		IRLogprobs logprobs = read("""
				{"logprobs":-0.5,"top_logprobs":{"Hi":-0.5,"Yo":-1},"delta":{"token_id":7,"content":"Hi"}}""", "Hi");
		assertThat(logprobs.tokens()).containsExactly(
				new Token("Hi", -0.5, 7L, List.of(new Alternative("Hi", -0.5), new Alternative("Yo", -1.0))));
	}

	@Test
	void zeroIsAnInteger() {
		assertThat(read("{\"logprobs\":0,\"delta\":{\"token_id\":null}}", "Hi").tokens())
			.containsExactly(new Token("Hi", 0.0, null, List.of()));
	}

	@Test
	void theNumberOfAnEndMarkHasNoText() {
		assertThat(read("{\"logprobs\":-0.1,\"delta\":{\"token_id\":2}}", "").tokens())
			.containsExactly(new Token(null, -0.1, 2L, List.of()));
	}

	@Test
	void readsNestedArraysOfAStream() {
		assertThat(read("""
				{"logprobs":{"tokens":["Hi"],"token_logprobs":[-0.5],"token_ids":[null],
				"top_logprobs":[[{"token":"Hi","logprob":-0.5},{"token":"Yo","logprob":-1},{"logprob":-2}]]}}""", null)
			.tokens()).containsExactly(
					new Token("Hi", -0.5, null, List.of(new Alternative("Hi", -0.5), new Alternative("Yo", -1.0))));
	}

	@Test
	void keepsTheProvidersOwnValues() {
		assertThat(read("{\"logprobs\":{\"content\":[{\"token\":\"A\",\"bytes\":[65],\"logprob\":-1}]}}", null).raw())
			.containsExactly(Map.of("logprobs",
					Map.of("content", List.of(Map.of("token", "A", "bytes", List.of(65), "logprob", -1)))));
		assertThat(read("{\"logprobs\":-1,\"top_logprobs\":{\"A\":-1}}", "A").raw())
			.containsExactly(Map.of("logprobs", -1, "top_logprobs", Map.of("A", -1)));
	}

	@Test
	void keepsTheBytesOfATokenThatIsNoWholeCharacter() {
		assertThat(
				read("""
						{"logprobs":{"content":[{"token":"\\ufffd","bytes":[240,159],"logprob":-1,
						"top_logprobs":[{"token":"x","logprob":-2,"bytes":[120]},{"token":"y","logprob":-3,"bytes":null}]}]}}""",
						null)
					.tokens())
			.containsExactly(new Token("\uFFFD", -1.0, null,
					List.of(new Alternative("x", -2.0, List.of(120)), new Alternative("y", -3.0)), List.of(240, 159)));
	}

	@Test
	void readsAlternativesBesideTheLogProbabilities() {
		List<Alternative> top = List.of(new Alternative("Hi", -0.5));
		assertThat(read("""
				{"logprobs":{"tokens":["Hi"],"token_logprobs":[-0.5]},"top_logprobs":[{"Hi":-0.5}]}""", null).tokens())
			.containsExactly(new Token("Hi", -0.5, null, top));
		assertThat(read("""
				{"logprobs":{"content":[{"token":"Hi","logprob":-0.5}]},"top_logprobs":[{"Hi":-0.5}]}""", null)
			.tokens()).containsExactly(new Token("Hi", -0.5, null, top));
		assertThat(read("{\"logprobs\":null,\"top_logprobs\":{\"Hi\":-0.5}}", "Hi").tokens())
			.containsExactly(new Token("Hi", null, null, top));
		assertThat(read("{\"logprobs\":null,\"top_logprobs\":[{\"Hi\":-0.5}]}", "Hi").tokens())
			.containsExactly(new Token(null, null, null, top));
	}

	@Test
	void readsThoseOfARefusal() {
		assertThat(read("{\"logprobs\":{\"content\":null,\"refusal\":[{\"token\":\"No\",\"logprob\":-1}]}}", null)
			.tokens()).containsExactly(new Token("No", -1.0, null, List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"logprobs\":null}", "{\"logprobs\":{}}", "{\"logprobs\":true}",
			"{\"logprobs\":{\"content\":[]}}", "{\"logprobs\":{\"content\":null}}", "{\"logprobs\":{\"tokens\":[]}}" })
	void nothingIsNothing(String choice) {
		assertThat(read(choice, "text")).isNull();
	}

	private static IRLogprobs read(String choice, String text) {
		return LogprobsReader.read(Json.read(choice), text);
	}

}
