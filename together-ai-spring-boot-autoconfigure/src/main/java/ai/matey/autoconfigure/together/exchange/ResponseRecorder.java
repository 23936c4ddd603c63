package ai.matey.autoconfigure.together.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Records a response body as it is received: a stream line by line, so that it is visible
 * while it runs, and any other body when it is complete. Used by one thread at a time.
 */
final class ResponseRecorder {

	/** A longer line is not kept. */
	private static final int MAX_LINE = 64 * 1024;

	private final ExchangeLog log;

	private final ExchangeRecording recording;

	private final ContentRedactor redactor;

	private final boolean stream;

	private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

	private int reserved;

	private boolean overflown;

	ResponseRecorder(ExchangeLog log, ExchangeRecording recording, ContentRedactor redactor, boolean stream) {
		this.log = log;
		this.recording = recording;
		this.redactor = redactor;
		this.stream = stream;
	}

	void received(byte[] bytes) {
		if (!this.stream) {
			append(bytes, 0, bytes.length);
			return;
		}
		int start = 0;
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == '\n') {
				append(bytes, start, i - start);
				line();
				start = i + 1;
			}
		}
		append(bytes, start, bytes.length - start);
	}

	void ended() {
		if (this.pending.size() > 0 || this.overflown) {
			if (this.stream) {
				line();
			}
			else {
				body();
			}
		}
	}

	/**
	 * Content that is not yet redacted also counts.
	 */
	private void append(byte[] bytes, int start, int length) {
		if (length == 0 || this.overflown) {
			return;
		}
		if ((this.stream && this.pending.size() + length > MAX_LINE) || !this.log.grow(this.recording, length)) {
			this.overflown = true;
			release();
			return;
		}
		this.reserved += length;
		this.pending.write(bytes, start, length);
	}

	private void line() {
		if (this.overflown) {
			this.recording.truncated();
		}
		else {
			String line = this.pending.toString(StandardCharsets.UTF_8);
			release();
			String kept = this.redactor.line(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
			this.recording.received((kept + '\n').getBytes(StandardCharsets.UTF_8));
		}
		this.overflown = false;
	}

	private void body() {
		if (this.overflown) {
			this.recording.truncated();
			return;
		}
		byte[] body = this.pending.toByteArray();
		release();
		this.recording.received(this.redactor.body(body));
	}

	private void release() {
		this.log.shrink(this.recording, this.reserved);
		this.reserved = 0;
		this.pending.reset();
	}

}
