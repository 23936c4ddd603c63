package ai.matey.autoconfigure.together.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.autoconfigure.together.exchange.Exchange.Outcome;

/**
 * An exchange being recorded. Written by one thread at a time and read by any thread.
 */
final class ExchangeRecording {

	private final ExchangeLog log;

	private final long id;

	private final String client;

	private final Instant time = Instant.now();

	private final long start = System.nanoTime();

	private final String method;

	private final String path;

	private Map<String, List<String>> requestHeaders = Map.of();

	private @Nullable String requestBody;

	private @Nullable Integer status;

	private Map<String, List<String>> responseHeaders = Map.of();

	private ByteArrayOutputStream responseBody = new ByteArrayOutputStream();

	private @Nullable Duration duration;

	private Outcome outcome = Outcome.RUNNING;

	private boolean truncated;

	private boolean responseTruncated;

	/** Belongs to the log and is only changed while holding its lock. */
	private int size;

	ExchangeRecording(ExchangeLog log, long id, String client, String method, String path) {
		this.log = log;
		this.id = id;
		this.client = client;
		this.method = method;
		this.path = path;
	}

	int size() {
		return this.size;
	}

	void resize(int bytes) {
		this.size += bytes;
	}

	void begun(Map<String, List<String>> headers) {
		boolean kept = this.log.grow(this, length(headers));
		synchronized (this) {
			this.requestHeaders = kept ? headers : Map.of();
		}
	}

	void sent(byte[] body) {
		boolean kept = this.log.grow(this, body.length);
		synchronized (this) {
			this.requestBody = kept ? new String(body, StandardCharsets.UTF_8) : "";
			this.truncated |= !kept;
		}
	}

	void responded(int status, Map<String, List<String>> headers) {
		boolean kept = this.log.grow(this, length(headers));
		synchronized (this) {
			this.status = status;
			this.responseHeaders = kept ? headers : Map.of();
		}
	}

	void received(byte[] text) {
		boolean kept = this.log.grow(this, text.length);
		synchronized (this) {
			if (kept && !this.responseTruncated) {
				this.responseBody.writeBytes(text);
			}
			else {
				this.responseTruncated = true;
			}
		}
	}

	/**
	 * Release the bodies, since a call that is still running keeps a reference to this
	 * recording.
	 */
	synchronized void forget() {
		this.requestBody = null;
		this.responseBody = new ByteArrayOutputStream(0);
		this.responseTruncated = true;
	}

	synchronized void truncated() {
		this.responseTruncated = true;
	}

	synchronized void ended(Outcome outcome) {
		if (this.outcome == Outcome.RUNNING) {
			this.outcome = outcome;
			this.duration = Duration.ofNanos(System.nanoTime() - this.start);
		}
	}

	private static int length(Map<String, List<String>> headers) {
		int length = 0;
		for (Map.Entry<String, List<String>> header : headers.entrySet()) {
			length += header.getKey().length() + header.getValue().stream().mapToInt(String::length).sum();
		}
		return length;
	}

	synchronized Exchange snapshot() {
		return new Exchange(this.id, this.client, this.time, this.method, this.path, this.requestHeaders,
				this.requestBody, this.status, this.responseHeaders, this.responseBody.toString(StandardCharsets.UTF_8),
				this.duration, this.outcome, this.truncated || this.responseTruncated);
	}

}
