package ai.matey.backend.together.stream;

import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.ir.IRWarning;

/**
 * Collects the raw events of a stream up to a limit. Not thread-safe.
 */
final class RawEvents {

	private final StringBuilder text = new StringBuilder();

	private final int maxLength;

	private boolean full;

	RawEvents(int maxLength) {
		this.maxLength = maxLength;
	}

	void add(EventReader event) {
		this.full |= this.text.length() + event.length() >= this.maxLength;
		if (!this.full) {
			this.text.append(event.text()).append('\n');
		}
	}

	/**
	 * Return whether events were left out.
	 */
	boolean isFull() {
		return this.full;
	}

	String text() {
		return this.text.toString();
	}

	IRWarning warning() {
		return new IRWarning(IRWarning.Category.RESPONSE_INCOMPLETE,
				"Raw events beyond together.http.max-in-memory-size (" + this.maxLength + " bytes) were left out",
				"raw", ProviderNames.ADAPTER);
	}

}
