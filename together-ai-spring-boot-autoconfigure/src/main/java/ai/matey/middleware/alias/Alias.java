package ai.matey.middleware.alias;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.ErrorCode;

/**
 * An alias of several models, with the model that responded last.
 */
final class Alias {

	private final Clock clock;

	private final AtomicReference<AliasStatus> status;

	Alias(String name, List<String> models, Clock clock) {
		this.clock = clock;
		this.status = new AtomicReference<>(new AliasStatus(name, models, null, null, null));
	}

	String name() {
		return status().alias();
	}

	List<String> models() {
		return status().models();
	}

	AliasStatus status() {
		return this.status.get();
	}

	/**
	 * Most calls are served by the same model as the previous one.
	 */
	void served(String model, @Nullable ErrorCode reason) {
		AliasStatus known = status();
		if (!model.equals(known.serving()) || reason != known.reason()) {
			this.status.set(new AliasStatus(known.alias(), known.models(), model, this.clock.instant(), reason));
		}
	}

}
