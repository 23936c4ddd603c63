package ai.matey.backend.together.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;

import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.ErrorBody;
import ai.matey.backend.together.error.TogetherErrors;
import ai.matey.backend.together.response.AssemblyOptions;
import ai.matey.backend.together.response.ChatResponseAssembler;
import ai.matey.backend.together.response.ResponseLimitException;
import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.StreamException;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRWarning;

/**
 * Decodes the events of one stream to chunks. {@link IRStreamChunk.Start} is held back
 * until there is output of the model, so that an earlier error can still be retried. Not
 * thread-safe.
 */
public final class ChatStreamDecoder {

	private final StreamErrors errors;

	private final EventReader events;

	private final ChatResponseAssembler response;

	private final @Nullable RawEvents raw;

	private final long startNanos;

	/** Decoded chunks; those from index {@code taken} have not been returned yet. */
	private final List<IRStreamChunk> pending = new ArrayList<>(4);

	private int taken;

	/** The chunk of an event that may be repeated with another text. */
	private @Nullable IRStreamChunk repeatedText;

	private boolean started;

	private boolean ended;

	/**
	 * Create a decoder for one response.
	 * @param attempt the attempt whose response is decoded
	 * @param headers the response's headers
	 * @param metadata the metadata known before the first event
	 * @param errors maps the provider's errors to exceptions
	 * @param maxEventSize maximum number of bytes of an event, and maximum number of
	 * characters of all raw events that are kept
	 * @param includeRaw whether to keep the raw events
	 * @param options the options for assembling the response
	 * @param startNanos the start of the call, from {@link System#nanoTime()}
	 */
	public ChatStreamDecoder(Attempt attempt, HttpHeaders headers, IRMetadata metadata, TogetherErrors errors,
			int maxEventSize, boolean includeRaw, AssemblyOptions options, long startNanos) {
		this.errors = new StreamErrors(attempt, headers, errors, this::partial);
		this.events = new EventReader(maxEventSize);
		this.response = new ChatResponseAssembler(metadata, options);
		this.raw = includeRaw ? new RawEvents(maxEventSize) : null;
		this.startNanos = startNanos;
	}

	/**
	 * Accept bytes, after all previous ones were decoded.
	 * @param bytes the next bytes, which are released immediately
	 */
	void feed(DataBuffer bytes) {
		try {
			if (!this.ended) {
				this.events.feed(bytes);
			}
		}
		finally {
			DataBufferUtils.release(bytes);
		}
	}

	/**
	 * Return the next chunk. Events are decoded one by one as chunks are requested, so
	 * that an invalid event does not affect the valid ones before it.
	 * @return the next chunk, or {@code null} if more bytes are needed
	 */
	@Nullable IRStreamChunk next() {
		return advance() ? this.pending.get(this.taken++) : null;
	}

	/**
	 * End the stream at the end of the connection. The remaining chunks are returned by
	 * {@link #next}.
	 */
	void end() {
		if (!this.ended) {
			finish(false);
		}
	}

	/**
	 * Return whether the stream has ended, by its end marker or by {@link #end}.
	 * @return {@code true} if no more bytes are needed
	 */
	boolean isEnded() {
		return this.ended;
	}

	/**
	 * Return whether the stream has ended and all chunks were returned.
	 * @return {@code true} after the last chunk
	 */
	boolean isDelivered() {
		return this.ended && this.taken == this.pending.size();
	}

	/**
	 * Return whether the response is complete, although the stream may continue.
	 * @return {@code true} if every choice has a finish reason
	 */
	boolean isFinished() {
		return this.response.isFinished(false);
	}

	/**
	 * Return whether the model has produced output.
	 * @return {@code true} after the first chunk
	 */
	boolean isStarted() {
		return this.started;
	}

	/**
	 * Return the error of the stream with the partial response.
	 * @param code the error code
	 * @param message the message
	 * @param cause the cause, or {@code null}
	 * @return the exception
	 */
	StreamException failure(ErrorCode code, String message, @Nullable Throwable cause) {
		return this.errors.broken(code, message, cause);
	}

	private @Nullable IRChatResponse partial() {
		try {
			this.response.end(new ArrayList<>());
		}
		catch (ResponseLimitException ex) {
			// There is no room for what was held back.
		}
		return this.response.hasContent() ? response() : null;
	}

	private IRChatResponse response() {
		return this.response.toResponse(Duration.ofNanos(System.nanoTime() - this.startNanos),
				(this.raw != null) ? this.raw.text() : null);
	}

	/**
	 * Read events until there is a chunk to return.
	 * @return whether there is one
	 */
	private boolean advance() {
		while (this.taken == this.pending.size()) {
			this.pending.clear();
			this.taken = 0;
			if (this.ended || !nextEvent()) {
				return false;
			}
			handle();
		}
		return true;
	}

	private boolean nextEvent() {
		try {
			return this.events.next();
		}
		catch (SseDecoder.SseLimitException ex) {
			throw this.errors.tooLarge(ex);
		}
	}

	private void handle() {
		if (this.events.isEndMark()) {
			finish(true);
			return;
		}
		if (this.raw != null) {
			this.raw.add(this.events);
		}
		if (this.events.isMessage() && this.events.isEmpty()) {
			return;
		}
		JsonNode root = this.events.json();
		if (root == null) {
			ignoreOrFail();
			return;
		}
		try {
			if (EventReader.isRepeated(root)) {
				repeat();
			}
			else {
				take(root);
			}
		}
		catch (ResponseLimitException ex) {
			throw this.errors.tooLarge(ex);
		}
	}

	/**
	 * Named events that are not JSON are not part of the protocol.
	 */
	private void ignoreOrFail() {
		if (this.events.isMessage()) {
			throw this.errors.unreadable();
		}
		if (this.events.isError()) {
			throw this.errors.reported(ErrorBody.read(this.events.text().getBytes(StandardCharsets.UTF_8)),
					this.started);
		}
	}

	private static boolean hasContent(List<IRStreamChunk> chunks) {
		for (IRStreamChunk chunk : chunks) {
			if (!(chunk instanceof IRStreamChunk.Metadata)) {
				return true;
			}
		}
		return false;
	}

	private void take(JsonNode root) {
		if (this.events.isError()) {
			throw this.errors.reported(ErrorBody.of(root), this.started);
		}
		List<IRStreamChunk> chunks = this.pending;
		try {
			this.response.add(root, "delta", chunks);
		}
		catch (IllegalArgumentException ex) {
			throw this.errors.unreadable();
		}
		this.errors.responseId(this.response.responseId());
		ErrorBody error = ErrorBody.inside(root);
		if (error != null) {
			throw this.errors.reported(error, this.started);
		}
		if (chunks.size() == 1) {
			expectRepetition(root, chunks.get(0));
		}
		if (!this.started) {
			startIfSaid(chunks);
		}
	}

	/**
	 * If an event contained only a text, so does its repetition with another text.
	 */
	private void expectRepetition(JsonNode root, IRStreamChunk chunk) {
		JsonNode choices = root.path("choices");
		JsonNode delta = choices.path(0).path("delta");
		this.repeatedText = chunk;
		if (choices.size() != 1) {
			return;
		}
		if (chunk instanceof IRStreamChunk.Content content && content.logprobs() == null) {
			this.events.mayRepeat(delta, "content", content.delta());
		}
		else if (chunk instanceof IRStreamChunk.Reasoning reasoning) {
			this.events.mayRepeat(delta, "reasoning", reasoning.delta());
		}
	}

	private void repeat() {
		if (this.repeatedText instanceof IRStreamChunk.Content content) {
			this.response.choice(content.choice()).addText(this.events.repeatedText(), null, this.pending);
		}
		else if (this.repeatedText instanceof IRStreamChunk.Reasoning reasoning) {
			this.response.choice(reasoning.choice()).addReasoning(this.events.repeatedText(), this.pending);
		}
	}

	private void startIfSaid(List<IRStreamChunk> chunks) {
		if (hasContent(chunks)) {
			start();
		}
		else {
			chunks.clear();
		}
	}

	private void start() {
		this.started = true;
		this.pending.add(0, new IRStreamChunk.Start(this.response.metadata()));
	}

	private void finish(boolean marked) {
		this.ended = true;
		if (!this.response.isFinished(marked)) {
			throw this.errors.incomplete();
		}
		try {
			this.response.end(this.pending);
		}
		catch (ResponseLimitException ex) {
			throw this.errors.tooLarge(ex);
		}
		if (!this.response.hasUsage()) {
			this.response.warn(new IRWarning(IRWarning.Category.RESPONSE_INCOMPLETE,
					"The stream did not report its token usage", "usage", ProviderNames.ADAPTER));
		}
		if (this.raw != null && this.raw.isFull()) {
			this.response.warn(this.raw.warning());
		}
		if (!this.started) {
			start();
		}
		this.pending.add(new IRStreamChunk.Done(response()));
	}

}
