package ai.matey.object;

import java.util.Objects;

/**
 * How typed responses are asked for.
 *
 * @param mode how the model is asked
 * @param repairRounds how many times a model is told what was wrong and asked again; 0
 * for never
 * @param schemaInPrompt whether the prompt says the schema, too, if the model is asked by
 * a JSON schema in the request
 */
public record ObjectSettings(ObjectMode mode, int repairRounds, boolean schemaInPrompt) {

	/** The best way that the model takes, one repair round, the schema in the prompt. */
	public static final ObjectSettings DEFAULT = new ObjectSettings(ObjectMode.AUTO, 1, true);

	public ObjectSettings {
		Objects.requireNonNull(mode, "mode must not be null");
		if (repairRounds < 0) {
			throw new IllegalArgumentException("repairRounds must not be negative but is " + repairRounds);
		}
	}

	/**
	 * Return the same settings with another mode.
	 * @param mode how the model is asked
	 * @return the copy
	 */
	public ObjectSettings withMode(ObjectMode mode) {
		return new ObjectSettings(mode, this.repairRounds, this.schemaInPrompt);
	}

	/**
	 * Return the same settings with another number of repair rounds.
	 * @param repairRounds how many times a model is asked again; 0 for never
	 * @return the copy
	 */
	public ObjectSettings withRepairRounds(int repairRounds) {
		return new ObjectSettings(this.mode, repairRounds, this.schemaInPrompt);
	}

	/**
	 * Return the same settings with or without the schema in the prompt.
	 * @param schemaInPrompt whether the prompt says the schema, too
	 * @return the copy
	 */
	public ObjectSettings withSchemaInPrompt(boolean schemaInPrompt) {
		return new ObjectSettings(this.mode, this.repairRounds, schemaInPrompt);
	}

}
