package ai.matey.backend.together.settings;

/**
 * A setting that makes no sense. Thrown while a client is built, never during a call.
 */
public class TogetherConfigurationException extends IllegalArgumentException {

	private final String property;

	private final String problem;

	private final String action;

	/**
	 * Creates the exception.
	 * @param property the property that is wrong, such as {@code together.base-url}
	 * @param problem what is wrong with it; never a secret
	 * @param action what to do
	 */
	public TogetherConfigurationException(String property, String problem, String action) {
		super(property + ": " + problem + " " + action);
		this.property = property;
		this.problem = problem;
		this.action = action;
	}

	/**
	 * The property that is wrong.
	 * @return its name
	 */
	public String property() {
		return this.property;
	}

	/**
	 * What is wrong with it.
	 * @return a sentence
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * What to do.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
