package ai.matey.sample;

/**
 * A request that only a foreign page can have made.
 */
final class ForeignRequestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ForeignRequestException(String message) {
		super(message);
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
