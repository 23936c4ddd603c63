package ai.matey.autoconfigure.together;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * Checks the version of Spring Boot, since with an older version than required the
 * application would fail during its first call.
 */
final class BootVersion {

	private static final int MAJOR = 4;

	private static final int MINOR = 1;

	private BootVersion() {
	}

	/**
	 * Fail if the version is too old.
	 * @param version the version of Spring Boot, or {@code null} if unknown
	 */
	static void require(@Nullable String version) {
		String[] parts = (version != null) ? version.split("[.-]", 3) : new String[0];
		if (parts.length < 2 || !isNumber(parts[0]) || !isNumber(parts[1])) {
			return;
		}
		int major = Integer.parseInt(parts[0]);
		if (major < MAJOR || (major == MAJOR && Integer.parseInt(parts[1]) < MINOR)) {
			throw new TogetherConfigurationException("Spring Boot",
					"Together AI for Spring Boot requires version 4.1 or later, but the application uses " + version
							+ ".",
					"Upgrade Spring Boot to version 4.1 or later.");
		}
	}

	private static boolean isNumber(String text) {
		return text.matches("\\d{1,4}");
	}

}
