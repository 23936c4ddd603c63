package ai.matey.backend.together.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.backend.together.wire.Json;
import ai.matey.errors.AdapterException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.TextContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the decoder does to be fast, it reads the same as the most obvious code.
 */
class StreamDifferentialTests {

	private static final int STREAMS = 300;

	private static final int EVENTS = 20_000;

	@Test
	void randomStreamsReadAsThePlainWay() {
		for (int seed = 0; seed < STREAMS; seed++) {
			Random random = new Random(seed);
			String stream = new RandomEvents(random).stream();
			assertThat(read(stream, random)).as("seed %d: %s", seed, stream).isEqualTo(ReferenceDecoder.read(stream));
		}
	}

	@Test
	@RequiresRecordings
	void recordedStreamsReadAsThePlainWay() throws IOException {
		Random random = new Random(1);
		for (Path file : Recording.files()) {
			if (!file.toString().endsWith(".sse")) {
				continue;
			}
			String stream = Files.readString(file);
			List<String> expected = ReferenceDecoder.read(stream);
			List<String> read = read(stream, random);
			if (read.contains(ReferenceDecoder.FAILED)) {
				// What makes a stream a failure is tested elsewhere: here, what came
				// before.
				expected = expected.subList(0, read.size() - 1);
				read = read.subList(0, read.size() - 1);
			}
			assertThat(read).as(file.getFileName().toString()).isEqualTo(expected);
		}
	}

	@Test
	void everyEventGivesTheParsersTree() {
		int spared = 0;
		for (int seed = 0; seed < EVENTS / 20; seed++) {
			Random random = new Random(seed);
			RandomEvents events = new RandomEvents(random);
			EventTemplate pattern = new EventTemplate();
			Object last = null;
			for (int i = 0; i < 20; i++) {
				byte[] event = (random.nextInt(5) == 0) ? broken(events.next(), random)
						: events.next().getBytes(StandardCharsets.UTF_8);
				Object read = outcome(() -> pattern.read(event, 0, event.length));
				assertThat(read).as("seed %d, event %d: %s", seed, i, new String(event, StandardCharsets.UTF_8))
					.isEqualTo(outcome(() -> Json.read(event, 0, event.length)));
				spared += (read == last) ? 1 : 0;
				last = read;
			}
		}
		assertThat(spared).as("events that were not parsed").isGreaterThan(EVENTS / 10);
	}

	private static byte[] broken(String event, Random random) {
		byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
		int position = random.nextInt(bytes.length);
		return switch (random.nextInt(3)) {
			case 0 -> {
				bytes[position] = (byte) random.nextInt(256);
				yield bytes;
			}
			case 1 -> Arrays.copyOf(bytes, position);
			default -> {
				byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
				System.arraycopy(bytes, position, longer, position + 1, bytes.length - position);
				longer[position] = (byte) "\"\\{}[],:0n u".charAt(random.nextInt(12));
				yield longer;
			}
		};
	}

	private static Object outcome(java.util.function.Supplier<Object> reading) {
		try {
			return reading.get();
		}
		catch (JacksonException ex) {
			return "not JSON";
		}
	}

	private static List<String> read(String stream, Random random) {
		List<String> outcome = new ArrayList<>();
		try (TogetherAIBackendAdapter backend = backend(buffers(stream, random))) {
			backend.executeStream(IRChatRequest.builder().model("some/model").user("Hello").build())
				.doOnNext((chunk) -> add(outcome, chunk))
				.blockLast();
		}
		catch (AdapterException ex) {
			outcome.add(ReferenceDecoder.FAILED);
		}
		return outcome;
	}

	private static void add(List<String> outcome, IRStreamChunk chunk) {
		if (chunk instanceof IRStreamChunk.Content content) {
			outcome.add("content " + content.choice() + ": " + content.delta());
		}
		else if (chunk instanceof IRStreamChunk.Reasoning reasoning) {
			outcome.add("reasoning " + reasoning.choice() + ": " + reasoning.delta());
		}
		// The first fragment of a call may have no arguments yet
		else if (chunk instanceof IRStreamChunk.ToolUse call && !call.argumentsDelta().isEmpty()) {
			outcome.add("call " + call.choice() + ": " + call.argumentsDelta());
		}
		else if (chunk instanceof IRStreamChunk.Done done) {
			addDone(outcome, done.response());
		}
	}

	private static void addDone(List<String> outcome, IRChatResponse response) {
		for (IRChoice choice : response.choices()) {
			String text = choice.message()
				.content()
				.stream()
				.filter(TextContent.class::isInstance)
				.map((content) -> ((TextContent) content).text())
				.findFirst()
				.orElse("");
			outcome.add("text " + choice.index() + ": " + text);
		}
		outcome.add("usage: " + ((response.usage() != null)
				? response.usage().promptTokens() + " " + response.usage().completionTokens() : "none"));
	}

	private static TogetherAIBackendAdapter backend(Flux<DataBuffer> body) {
		return TogetherAIBackendAdapter.builder()
			.apiKey("some-api-key")
			.catalogueKept(false)
			.retry(TogetherRetry.DEFAULT.withMaxAttempts(1))
			.catalogueKept(false)
			.webClientBuilder(WebClient.builder()
				.exchangeFunction((request) -> Mono.just(ClientResponse.create(HttpStatus.OK)
					.header("content-type", "text/event-stream;charset=utf-8")
					.body(body)
					.build())))
			.build();
	}

	private static Flux<DataBuffer> buffers(String stream, Random random) {
		byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
		int largest = (random.nextInt(20) == 0) ? 1 : 8 << random.nextInt(9);
		List<DataBuffer> buffers = new ArrayList<>();
		for (int start = 0; start < bytes.length;) {
			int end = Math.min(bytes.length, start + 1 + random.nextInt(largest));
			buffers.add(DefaultDataBufferFactory.sharedInstance.wrap(Arrays.copyOfRange(bytes, start, end)));
			start = end;
		}
		return Flux.fromIterable(buffers);
	}

}
