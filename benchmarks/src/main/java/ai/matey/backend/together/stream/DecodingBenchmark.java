package ai.matey.backend.together.stream;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import reactor.core.publisher.Flux;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.ServerSentEventHttpMessageReader;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.RateLimitHeaders;
import ai.matey.backend.together.error.Redaction;
import ai.matey.backend.together.error.TogetherErrors;
import ai.matey.backend.together.response.AssemblyOptions;
import ai.matey.benchmarks.Events;
import ai.matey.benchmarks.StockContender;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRStreamChunk;

/**
 * Bytes to chunks without a socket, per event. In this package, since decoders are not
 * public.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class DecodingBenchmark {

	private static final int EVENTS = 1000;

	private static final TogetherErrors ERRORS = new TogetherErrors(new RateLimitHeaders(Clock.systemUTC()));

	private static final Attempt ATTEMPT = new Attempt(
			BackendCall.of("default", BackendCall.Operation.CHAT, "bench-1000"), 1, new Redaction(List::of));

	private static final IRMetadata METADATA = IRMetadata.builder().requestId("1").timestamp(Instant.EPOCH).build();

	private static final AssemblyOptions OPTIONS = new AssemblyOptions(false, true, Long.MAX_VALUE);

	@Param({ "16", "1" })
	public int perWrite = 16;

	private byte[][] writes = {};

	@Setup
	public void compose() {
		int count = (EVENTS + this.perWrite - 1) / this.perWrite;
		this.writes = new byte[count + 1][];
		for (int i = 0; i < count; i++) {
			ByteArrayOutputStream write = new ByteArrayOutputStream();
			for (int j = i * this.perWrite; j < Math.min(EVENTS, (i + 1) * this.perWrite); j++) {
				write.writeBytes(Events.content(j));
			}
			this.writes[i] = write.toByteArray();
		}
		this.writes[count] = Events.end();
	}

	@Benchmark
	@OperationsPerInvocation(EVENTS)
	public void together(Blackhole blackhole) {
		ChatStreamDecoder decoder = new ChatStreamDecoder(ATTEMPT, HttpHeaders.EMPTY, METADATA, ERRORS,
				Integer.MAX_VALUE, false, OPTIONS, System.nanoTime());
		for (byte[] write : this.writes) {
			decoder.feed(DefaultDataBufferFactory.sharedInstance.wrap(write));
			for (IRStreamChunk chunk = decoder.next(); chunk != null; chunk = decoder.next()) {
				blackhole.consume(chunk);
			}
		}
	}

	@Benchmark
	@OperationsPerInvocation(EVENTS)
	public void stock(Blackhole blackhole) {
		new ServerSentEventHttpMessageReader()
			.read(ResolvableType.forClass(String.class), new Message(this.writes), java.util.Map.of())
			.cast(String.class)
			.takeWhile((data) -> !data.equals("[DONE]"))
			.map(StockContender::read)
			.subscribe(blackhole::consume);
	}

	private record Message(byte[][] writes) implements ReactiveHttpInputMessage {

		@Override
		public Flux<DataBuffer> getBody() {
			return Flux.fromStream(Arrays.stream(this.writes).map(DefaultDataBufferFactory.sharedInstance::wrap));
		}

		@Override
		public HttpHeaders getHeaders() {
			HttpHeaders headers = new HttpHeaders();
			headers.setContentType(MediaType.TEXT_EVENT_STREAM);
			return headers;
		}

	}

}
