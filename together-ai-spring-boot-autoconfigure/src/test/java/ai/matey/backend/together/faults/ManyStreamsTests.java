package ai.matey.backend.together.faults;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.UnixOperatingSystemMXBean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;
import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * As many streams at once as a client promises without a setting.
 */
class ManyStreamsTests {

	private static final int STREAMS = 5000;

	/** Watched buffers make it slow; the deadlines are not what this is about. */
	private static final Duration PATIENCE = Duration.ofMinutes(5);

	@Test
	@Tag("soak")
	void fiveThousandStreamsAtOnceOnTheDefaults() {
		assumeFiles(2 * STREAMS + 500);
		try (Rig rig = Rig.setup()
			.deadlines(TogetherAIBackendAdapterBuilder.DEFAULT_DEADLINES.withIdle(PATIENCE).withFirstToken(PATIENCE))
			.retry(TogetherRetry.DEFAULT)
			.http(TogetherHttp.DEFAULT)
			.logLimit(STREAMS)
			.start()) {
			rig.server().when((request) -> true).always(Reply.stream().tokens("Begun").stall());
			Sinks.Empty<Void> end = Sinks.empty();
			AtomicInteger begun = new AtomicInteger();
			Mono<Long> streams = Flux.range(0, STREAMS)
				.flatMap((number) -> rig.stream().ofType(IRStreamChunk.Content.class).takeUntilOther(end.asMono()),
						STREAMS)
				.doOnNext((chunk) -> {
					if (begun.incrementAndGet() == STREAMS) {
						assertThat(rig.pool().inUse()).isEqualTo(STREAMS);
						end.tryEmitEmpty();
					}
				})
				.count();
			assertThat(streams.block(PATIENCE)).isEqualTo(STREAMS);
			assertThat(rig.server().requests()).hasSize(STREAMS);
			rig.assertClean();
		}
	}

	/**
	 * Both ends of a connection are in this process.
	 */
	private static void assumeFiles(long needed) {
		long limit = (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)
				? system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() : Long.MAX_VALUE;
		Assumptions.assumeTrue(limit >= needed,
				() -> "The system allows only " + limit + " more open files, " + needed + " are needed");
	}

}
