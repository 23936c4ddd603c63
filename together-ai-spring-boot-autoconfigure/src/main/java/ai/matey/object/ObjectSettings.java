package ai.matey.object;

import java.util.Objects;

/**
 * Settings of typed responses.
 *
 * @param mode how to request a typed response
 * @param repairRounds maximum number of times that a problem is reported to the model to
 * repair it; 0 for never
 * @param schemaInPrompt whether to repeat the schema in the prompt if the request
 * contains a JSON schema
 */
public record ObjectSettings(ObjectMode mode, int repairRounds, boolean schemaInPrompt) {

	/**
	 * Default settings: the best mode that the model accepts, one repair round, and the
	 * schema in the prompt.
	 */
	public static final ObjectSettings DEFAULT = new ObjectSettings(ObjectMode.AUTO, 1, true);

	public ObjectSettings {
		Objects.requireNonNull(mode, "mode must not be null");
		if (repairRounds < 0) {
			throw new IllegalArgumentException("repairRounds must not be negative but is " + repairRounds);
		}
	}

	/**
	 * Return a copy with another mode.
	 * @param mode how to request a typed response
	 * @return the copy
	 */
	public ObjectSettings withMode(ObjectMode mode) {
		return new ObjectSettings(mode, this.repairRounds, this.schemaInPrompt);
	}

	/**
	 * Return a copy with another number of repair rounds.
	 * @param repairRounds maximum number of repair rounds; 0 for none
	 * @return the copy
	 */
	public ObjectSettings withRepairRounds(int repairRounds) {
		return new ObjectSettings(this.mode, repairRounds, this.schemaInPrompt);
	}

	/**
	 * Return a copy with or without the schema in the prompt.
	 * @param schemaInPrompt whether to repeat the schema in the prompt
	 * @return the copy
	 */
	public ObjectSettings withSchemaInPrompt(boolean schemaInPrompt) {
		return new ObjectSettings(this.mode, this.repairRounds, schemaInPrompt);
	}

}
