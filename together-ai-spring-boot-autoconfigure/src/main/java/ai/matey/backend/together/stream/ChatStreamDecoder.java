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
 * Events of one stream to chunks. {@link IRStreamChunk.Start} is held back until the
 * model says something, so that an error which comes before can still be retried. Not
 * thread-safe.
 */
public final class ChatStreamDecoder {

	private final StreamErrors errors;

	private final EventReader events;

	private final ChatResponseAssembler response;

	private final @Nullable RawEvents raw;

	private final long startNanos;

	/** Chunks that wait to be asked for, from {@code taken} on. */
	private final List<IRStreamChunk> pending = new ArrayList<>(4);

	private int taken;

	/** What an event said that may be repeated with another text. */
	private @Nullable IRStreamChunk repeatedText;

	private boolean started;

	private boolean ended;

	/**
	 * Create a decoder of one response.
	 * @param attempt the attempt whose response is decoded
	 * @param headers the response's headers
	 * @param metadata what is known before the first event
	 * @param errors turns what the provider says into exceptions
	 * @param maxEventSize most bytes of an event, and most characters of all events that
	 * are kept as they came
	 * @param includeRaw whether events are kept as they came
	 * @param options how the response is assembled
	 * @param startNanos when the call began, by {@link System#nanoTime()}
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
	 * Take bytes, once all that came before has been decoded.
	 * @param bytes the next bytes; released at once
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
	 * Decode, event by event as the chunks are asked for: a broken event does not hide
	 * the good ones before it.
	 * @return the next chunk, or {@code null} if more bytes are needed
	 */
	@Nullable IRStreamChunk next() {
		return advance() ? this.pending.get(this.taken++) : null;
	}

	/**
	 * End the stream where the connection ended; the chunks that are still to be
	 * delivered come from {@link #next}.
	 */
	void end() {
		if (!this.ended) {
			finish(false);
		}
	}

	/**
	 * Whether the stream has ended, by its own word or by {@link #end}.
	 * @return whether no more bytes are of interest
	 */
	boolean isEnded() {
		return this.ended;
	}

	/**
	 * Whether the stream has ended and all of it was handed out.
	 * @return whether the last chunk was taken
	 */
	boolean isDelivered() {
		return this.ended && this.taken == this.pending.size();
	}

	/**
	 * Whether the answer is complete, though the stream may go on.
	 * @return whether every choice has a finish reason
	 */
	boolean isFinished() {
		return this.response.isFinished(false);
	}

	/**
	 * Whether the model has said something.
	 * @return whether a chunk was handed out
	 */
	boolean isStarted() {
		return this.started;
	}

	/**
	 * A failure of the stream, with what came before it.
	 * @param code what went wrong
	 * @param message what went wrong, for a person
	 * @param cause what caused it, or {@code null}
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
			// There is no room for what was held back
		}
		return this.response.hasContent() ? response() : null;
	}

	private IRChatResponse response() {
		return this.response.toResponse(Duration.ofNanos(System.nanoTime() - this.startNanos),
				(this.raw != null) ? this.raw.text() : null);
	}

	/**
	 * Read events until there is a chunk to hand out.
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
			throw this.errors.told(ErrorBody.read(this.events.text().getBytes(StandardCharsets.UTF_8)), this.started);
		}
	}

	private static boolean saysSomething(List<IRStreamChunk> chunks) {
		for (IRStreamChunk chunk : chunks) {
			if (!(chunk instanceof IRStreamChunk.Metadata)) {
				return true;
			}
		}
		return false;
	}

	private void take(JsonNode root) {
		if (this.events.isError()) {
			throw this.errors.told(ErrorBody.of(root), this.started);
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
			throw this.errors.told(error, this.started);
		}
		if (chunks.size() == 1) {
			expectRepetition(root, chunks.get(0));
		}
		if (!this.started) {
			startIfSaid(chunks);
		}
	}

	/**
	 * An event that said nothing but a text says nothing but a text when it comes again
	 * with another.
	 */
	private void expectRepetition(JsonNode root, IRStreamChunk said) {
		JsonNode choices = root.path("choices");
		JsonNode delta = choices.path(0).path("delta");
		this.repeatedText = said;
		if (choices.size() != 1) {
			return;
		}
		if (said instanceof IRStreamChunk.Content content && content.logprobs() == null) {
			this.events.mayRepeat(delta, "content", content.delta());
		}
		else if (said instanceof IRStreamChunk.Reasoning reasoning) {
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
		if (saysSomething(chunks)) {
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
			this.response.warn(new IRWarning(IRWarning.Category.ANSWER_INCOMPLETE,
					"The stream said nothing about the tokens that it used", "usage", ProviderNames.ADAPTER));
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
