package ai.matey.pacing;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The pacers of the models of all clients. Callers can use any name as a model, so when
 * all places are taken, an idle pacer that has learned nothing is replaced by the next
 * one. Thread-safe.
 */
final class PacedModels {

	private final PacingContext context;

	/** Receives each pacer that is created. */
	private final Consumer<ModelPacer> made;

	private final Map<Key, ModelPacer> pacers = new ConcurrentHashMap<>();

	PacedModels(PacingContext context, Consumer<ModelPacer> made) {
		this.context = context;
		this.made = made;
	}

	/**
	 * Return the pacer of a model.
	 * @param client the client of the model
	 * @param model the model, or {@code null}
	 * @param settings the settings of the pacer
	 * @return the pacer, or {@code null} if all places are taken
	 */
	@Nullable ModelPacer get(String client, @Nullable String model, PacingSettings settings) {
		Key key = new Key(client, (model != null) ? model : "");
		ModelPacer pacer = this.pacers.get(key);
		return (pacer != null) ? pacer : make(key, settings);
	}

	private @Nullable ModelPacer make(Key key, PacingSettings settings) {
		ModelPacer created;
		synchronized (this) {
			ModelPacer other = this.pacers.get(key);
			if (other != null) {
				return other;
			}
			if (this.pacers.size() >= settings.maxModels() && !makeRoom()) {
				return null;
			}
			created = new ModelPacer(key.name(), settings, this.context);
			this.pacers.put(key, created);
		}
		this.context.paced(key.client(), key.modelOrNull(), () -> status(key));
		this.made.accept(created);
		return created;
	}

	/**
	 * Remove the model that has been idle for the longest time among those about which
	 * nothing was learned.
	 */
	private boolean makeRoom() {
		Key oldest = null;
		long since = Long.MAX_VALUE;
		for (Map.Entry<Key, ModelPacer> entry : this.pacers.entrySet()) {
			ModelPacer pacer = entry.getValue();
			if (pacer.lastUsed() < since && pacer.isForgettable()) {
				oldest = entry.getKey();
				since = pacer.lastUsed();
			}
		}
		if (oldest == null) {
			return false;
		}
		this.pacers.remove(oldest);
		this.context.forgotten(oldest.client(), oldest.modelOrNull());
		return true;
	}

	Collection<ModelPacer> all() {
		return this.pacers.values();
	}

	List<ModelPacer> find(@Nullable String client, @Nullable String model) {
		return this.pacers.entrySet()
			.stream()
			.filter((entry) -> (client == null || client.equals(entry.getKey().client()))
					&& (model == null || model.equals(entry.getKey().model())))
			.map(Map.Entry::getValue)
			.toList();
	}

	List<PacingStatus> status() {
		return this.pacers.keySet().stream().map(this::status).toList();
	}

	private PacingStatus status(Key key) {
		ModelPacer pacer = this.pacers.get(key);
		return (pacer != null) ? pacer.status(key.client(), key.modelOrNull())
				: new PacingStatus(key.client(), key.modelOrNull(), null, null, null, 0, 0);
	}

	private record Key(String client, String model) {

		/**
		 * Return a name for the store, in which the first colon ends the client's name.
		 */
		String name() {
			return this.client.replace("%", "%25").replace(":", "%3A") + ":" + this.model;
		}

		@Nullable String modelOrNull() {
			return this.model.isEmpty() ? null : this.model;
		}

	}

}
