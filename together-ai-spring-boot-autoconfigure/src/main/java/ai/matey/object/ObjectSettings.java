package ai.matey.object;

import java.time.Duration;
import java.util.Objects;

/**
 * Settings of typed responses.
 *
 * @param mode how to request a typed response
 * @param repairRounds maximum number of times that a problem is reported to the model to
 * repair it; 0 for never
 * @param schemaInPrompt whether to repeat the schema in the prompt if the request
 * contains a JSON schema
 * @param refusalTtl how long it is remembered that a model refused a mode for a type, so
 * that the next calls use the mode that it accepts at once; zero to try each time
 * @since 0.1.0
 */
public record ObjectSettings(ObjectMode mode, int repairRounds, boolean schemaInPrompt, Duration refusalTtl) {

	/**
	 * Default settings: the best mode that the model accepts, one repair round, the
	 * schema in the prompt, and refused modes remembered for one hour.
	 */
	public static final ObjectSettings DEFAULT = new ObjectSettings(ObjectMode.AUTO, 1, true, Duration.ofHours(1));

	public ObjectSettings {
		Objects.requireNonNull(mode, "mode must not be null");
		if (repairRounds < 0) {
			throw new IllegalArgumentException("repairRounds must not be negative but is " + repairRounds);
		}
		Objects.requireNonNull(refusalTtl, "refusalTtl must not be null");
		if (refusalTtl.isNegative()) {
			throw new IllegalArgumentException("refusalTtl must not be negative but is " + refusalTtl);
		}
	}

	/**
	 * Return a copy with another mode.
	 * @param mode how to request a typed response
	 * @return the copy
	 */
	public ObjectSettings withMode(ObjectMode mode) {
		return new ObjectSettings(mode, this.repairRounds, this.schemaInPrompt, this.refusalTtl);
	}

	/**
	 * Return a copy with another number of repair rounds.
	 * @param repairRounds maximum number of repair rounds; 0 for none
	 * @return the copy
	 */
	public ObjectSettings withRepairRounds(int repairRounds) {
		return new ObjectSettings(this.mode, repairRounds, this.schemaInPrompt, this.refusalTtl);
	}

	/**
	 * Return a copy with or without the schema in the prompt.
	 * @param schemaInPrompt whether to repeat the schema in the prompt
	 * @return the copy
	 */
	public ObjectSettings withSchemaInPrompt(boolean schemaInPrompt) {
		return new ObjectSettings(this.mode, this.repairRounds, schemaInPrompt, this.refusalTtl);
	}

	/**
	 * Return a copy with another memory of refused modes.
	 * @param refusalTtl how long a refusal is remembered; zero for not at all
	 * @return the copy
	 */
	public ObjectSettings withRefusalTtl(Duration refusalTtl) {
		return new ObjectSettings(this.mode, this.repairRounds, this.schemaInPrompt, refusalTtl);
	}

}
