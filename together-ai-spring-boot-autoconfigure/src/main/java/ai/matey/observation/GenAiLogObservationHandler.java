package ai.matey.observation;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.AdapterException;
import ai.matey.errors.SafeText;
import ai.matey.errors.SafeText;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRUsage;

/**
 * Logs one line at {@code DEBUG} for each finished call, with key-value pairs for
 * structured logs. It contains no text of requests, responses or errors. Thread-safe.
 *
 * @since 0.1.0
 */
public final class GenAiLogObservationHandler implements ObservationHandler<GenAiObservationContext> {

	private static final Logger logger = LoggerFactory.getLogger("ai.matey.calls");

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof GenAiObservationContext && logger.isDebugEnabled();
	}

	@Override
	public void onStart(GenAiObservationContext context) {
		context.put(GenAiLogObservationHandler.class, System.nanoTime());
	}

	@Override
	public void onStop(GenAiObservationContext context) {
		Observation observation = context.observation();
		if (observation == null) {
			log(context);
			return;
		}
		// The last signal may arrive on a thread without a trace.
		try (Observation.Scope scope = observation.openScope()) {
			log(context);
		}
	}

	private static void log(GenAiObservationContext context) {
		Line line = new Line(logger.atDebug());
		line.add("operation", context.operation().name().toLowerCase(Locale.ROOT));
		Outcome outcome = context.outcome();
		line.add("outcome", (outcome != null) ? outcome.name().toLowerCase(Locale.ROOT) : null);
		line.add("client", context.client());
		line.add("model", context.requestModel());
		line.add("responseModel", context.responseModel());
		line.add("stream", context.isStreaming());
		Long start = context.get(GenAiLogObservationHandler.class);
		line.add("durationMs", (start != null) ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) : null);
		Duration first = context.timeToFirstChunk();
		line.add("firstChunkMs", (first != null) ? first.toMillis() : null);
		IRUsage usage = context.usage();
		line.add("inputTokens", (usage != null) ? usage.promptTokens() : null);
		line.add("outputTokens", (usage != null) ? usage.completionTokens() : null);
		line.add("requestId", context.request().metadata().requestId());
		IRMetadata metadata = context.metadata();
		line.add("responseId", (metadata != null) ? metadata.providerResponseId() : null);
		line.add("attempts", (metadata != null) ? metadata.attempts() : null);
		if (context.getError() instanceof AdapterException failure) {
			line.add("error", failure.code());
			line.add("status", failure.status());
			line.add("providerRequestId", failure.requestId());
		}
		line.log();
	}

	/**
	 * A log line that is both human-readable and structured.
	 */
	private static final class Line {

		private final StringBuilder text = new StringBuilder("Call finished:");

		private LoggingEventBuilder event;

		Line(LoggingEventBuilder event) {
			this.event = event;
		}

		void add(String key, @Nullable Object value) {
			Object shown = (value instanceof String text) ? SafeText.name(text) : value;
			if (shown != null) {
				this.event = this.event.addKeyValue(key, shown);
				this.text.append(' ').append(key).append('=').append(shown);
			}
		}

		void log() {
			this.event.log(this.text.toString());
		}

	}

}
