package ai.matey.backend.together.settings;

/**
 * Thrown when a setting is invalid, while a client is built and never during a call.
 *
 * @since 0.1.0
 */
public class TogetherConfigurationException extends IllegalArgumentException {

	private final String property;

	private final String problem;

	private final String action;

	/**
	 * Create the exception.
	 * @param property the name of the invalid property, such as {@code together.base-url}
	 * @param problem a description of the problem, which never contains a secret
	 * @param action a description of how to fix the problem
	 */
	public TogetherConfigurationException(String property, String problem, String action) {
		super(property + ": " + problem + " " + action);
		this.property = property;
		this.problem = problem;
		this.action = action;
	}

	/**
	 * Return the name of the invalid property.
	 * @return the name
	 */
	public String property() {
		return this.property;
	}

	/**
	 * Return the description of the problem.
	 * @return a sentence
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return the description of how to fix the problem.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
