package ai.matey.backend.together.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
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
import ai.matey.backend.together.wire.Json;
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

	private static final byte[] END_MARK = "[DONE]".getBytes(StandardCharsets.US_ASCII);

	private final StreamErrors failures;

	private final SseDecoder events;

	private final EventTemplate pattern = new EventTemplate();

	private final ChatResponseAssembler answer;

	private final @Nullable StringBuilder raw;

	private final int maxRawLength;

	private boolean rawIsFull;

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
		this.failures = new StreamErrors(attempt, headers, errors, this::partial);
		this.events = new SseDecoder(maxEventSize);
		this.answer = new ChatResponseAssembler(metadata, options);
		this.raw = includeRaw ? new StringBuilder() : null;
		this.maxRawLength = maxEventSize;
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
		return this.answer.isFinished(false);
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
		return this.failures.broken(code, message, cause);
	}

	private @Nullable IRChatResponse partial() {
		try {
			this.answer.end(new ArrayList<>());
		}
		catch (ResponseLimitException ex) {
			// There is no room for what was held back
		}
		return this.answer.hasContent() ? response() : null;
	}

	private IRChatResponse response() {
		return this.answer.toResponse(Duration.ofNanos(System.nanoTime() - this.startNanos),
				(this.raw != null) ? this.raw.toString() : null);
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
			throw this.failures.tooLarge(ex);
		}
	}

	private void handle() {
		if (isEndMark()) {
			finish(true);
			return;
		}
		if (this.raw != null) {
			keepRaw(this.raw);
		}
		JsonNode root = parse();
		if (root == null) {
			return;
		}
		try {
			if (isRepeated(root)) {
				repeat();
			}
			else {
				take(root);
			}
		}
		catch (ResponseLimitException ex) {
			throw this.failures.tooLarge(ex);
		}
	}

	private void keepRaw(StringBuilder raw) {
		this.rawIsFull |= raw.length() + this.events.dataLength() >= this.maxRawLength;
		if (!this.rawIsFull) {
			raw.append(this.events.dataAsString()).append('\n');
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
		if ("error".equals(this.events.name())) {
			throw this.failures.told(ErrorBody.of(root), this.started);
		}
		List<IRStreamChunk> chunks = this.pending;
		try {
			this.answer.add(root, "delta", chunks);
		}
		catch (IllegalArgumentException ex) {
			throw this.failures.unreadable();
		}
		this.failures.responseId(this.answer.responseId());
		ErrorBody error = ErrorBody.inside(root);
		if (error != null) {
			throw this.failures.told(error, this.started);
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
			this.pattern.mayRepeat(delta, "content", content.delta());
		}
		else if (said instanceof IRStreamChunk.Reasoning reasoning) {
			this.pattern.mayRepeat(delta, "reasoning", reasoning.delta());
		}
	}

	@SuppressWarnings("ReferenceEquality")
	private static boolean isRepeated(JsonNode root) {
		return root == EventTemplate.REPEATED;
	}

	private void repeat() {
		if (this.repeatedText instanceof IRStreamChunk.Content content) {
			this.answer.choice(content.choice()).addText(this.pattern.text(), null, this.pending);
		}
		else if (this.repeatedText instanceof IRStreamChunk.Reasoning reasoning) {
			this.answer.choice(reasoning.choice()).addReasoning(this.pattern.text(), this.pending);
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
		this.pending.add(0, new IRStreamChunk.Start(this.answer.metadata()));
	}

	/**
	 * The event as JSON.
	 * @return the object, or {@code null} for an event to pass over: one without data, or
	 * a named one that is no JSON, since such events are not part of the protocol
	 */
	private @Nullable JsonNode parse() {
		String name = this.events.name();
		boolean plain = name == null || name.equals("message");
		if (plain && this.events.dataLength() == 0) {
			return null;
		}
		if (!plain) {
			this.pattern.mayNotRepeat();
		}
		JsonNode root = parsed();
		if (root == null && plain) {
			throw this.failures.unreadable();
		}
		if (root == null && "error".equals(name)) {
			throw this.failures.told(ErrorBody.read(this.events.dataAsString().getBytes(StandardCharsets.UTF_8)),
					this.started);
		}
		return root;
	}

	/**
	 * The parser's own message is not kept: it quotes the event.
	 */
	private @Nullable JsonNode parsed() {
		JsonNode root;
		try {
			root = this.pattern.read(this.events.data(), this.events.dataOffset(), this.events.dataLength());
		}
		catch (JacksonException ex) {
			root = parsedLeniently();
		}
		return (root != null && root.isObject()) ? root : null;
	}

	/**
	 * Broken UTF-8 is replaced, as the standard says; a parser of bytes refuses it.
	 */
	private @Nullable JsonNode parsedLeniently() {
		try {
			return Json.read(this.events.dataAsString());
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private void finish(boolean marked) {
		this.ended = true;
		if (!this.answer.isFinished(marked)) {
			throw this.failures.incomplete();
		}
		try {
			this.answer.end(this.pending);
		}
		catch (ResponseLimitException ex) {
			throw this.failures.tooLarge(ex);
		}
		if (!this.answer.hasUsage()) {
			this.answer.warn(new IRWarning(IRWarning.Category.ANSWER_INCOMPLETE,
					"The stream said nothing about the tokens that it used", "usage", ProviderNames.ADAPTER));
		}
		if (this.rawIsFull) {
			this.answer.warn(new IRWarning(IRWarning.Category.ANSWER_INCOMPLETE,
					"The raw events beyond together.http.max-in-memory-size (" + this.maxRawLength
							+ " bytes) were left out",
					"raw", ProviderNames.ADAPTER));
		}
		if (!this.started) {
			start();
		}
		this.pending.add(new IRStreamChunk.Done(response()));
	}

	private boolean isEndMark() {
		byte[] data = this.events.data();
		int start = this.events.dataOffset();
		int end = start + this.events.dataLength();
		while (start < end && data[start] == ' ') {
			start++;
		}
		return end - start >= END_MARK.length
				&& Arrays.equals(data, start, start + END_MARK.length, END_MARK, 0, END_MARK.length);
	}

}
