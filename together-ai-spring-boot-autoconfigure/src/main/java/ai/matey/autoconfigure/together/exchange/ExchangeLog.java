package ai.matey.autoconfigure.together.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The latest exchanges of one client. The number of exchanges and of bytes is limited:
 * the oldest exchanges are removed first, and a single exchange takes at most a quarter
 * of the bytes. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ExchangeLog {

	private final String client;

	private final int maxCount;

	private final long maxSize;

	private final Deque<ExchangeRecording> recordings = new ArrayDeque<>();

	private long size;

	private long count;

	ExchangeLog(String client, int maxCount, long maxSize) {
		this.client = client;
		this.maxCount = maxCount;
		this.maxSize = maxSize;
	}

	/**
	 * Return the exchanges.
	 * @return the recorded exchanges, latest first
	 */
	public List<Exchange> exchanges() {
		List<ExchangeRecording> recordings;
		synchronized (this.recordings) {
			recordings = new ArrayList<>(this.recordings);
		}
		return recordings.stream().map(ExchangeRecording::snapshot).toList();
	}

	/**
	 * Return one exchange.
	 * @param id the number of the exchange
	 * @return the exchange, or {@code null} if it is no longer kept
	 */
	public @Nullable Exchange find(long id) {
		return exchanges().stream().filter((exchange) -> exchange.id() == id).findFirst().orElse(null);
	}

	/**
	 * Forget all exchanges, including running ones.
	 */
	public void clear() {
		synchronized (this.recordings) {
			this.recordings.forEach(ExchangeRecording::forget);
			this.recordings.clear();
			this.size = 0;
		}
	}

	/**
	 * Return the number of bytes kept.
	 * @return the number of bytes of headers and bodies
	 */
	public long size() {
		synchronized (this.recordings) {
			return this.size;
		}
	}

	ExchangeRecording begin(String method, String path, Map<String, List<String>> headers) {
		ExchangeRecording recording;
		synchronized (this.recordings) {
			this.count++;
			recording = new ExchangeRecording(this, this.count, this.client, method, path);
			this.recordings.addFirst(recording);
			if (this.recordings.size() > this.maxCount) {
				forgetOldest();
			}
		}
		recording.begun(headers);
		return recording;
	}

	/**
	 * Make room for additional bytes of an exchange.
	 * @return whether they may be kept
	 */
	boolean grow(ExchangeRecording recording, int bytes) {
		synchronized (this.recordings) {
			if (!this.recordings.contains(recording) || recording.size() + bytes > this.maxSize / 4) {
				return false;
			}
			while (this.size + bytes > this.maxSize) {
				// Bytes of a forgotten exchange would be counted forever
				if (forgetOldest() == recording) {
					return false;
				}
			}
			this.size += bytes;
			recording.resize(bytes);
			return true;
		}
	}

	/**
	 * Release room that an exchange no longer needs.
	 */
	void shrink(ExchangeRecording recording, int bytes) {
		synchronized (this.recordings) {
			if (this.recordings.contains(recording)) {
				this.size -= bytes;
				recording.resize(-bytes);
			}
		}
	}

	private ExchangeRecording forgetOldest() {
		ExchangeRecording oldest = this.recordings.removeLast();
		oldest.forget();
		this.size -= oldest.size();
		return oldest;
	}

}
