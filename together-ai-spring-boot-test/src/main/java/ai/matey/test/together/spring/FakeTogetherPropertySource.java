package ai.matey.test.together.spring;

import java.util.regex.Pattern;

import ai.matey.test.together.FakeTogether;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.PropertySource;

/**
 * Directs every client to the server, including all clients under {@code
 * together.clients}. No key file is read.
 */
final class FakeTogetherPropertySource extends PropertySource<FakeTogether> {

	private static final Pattern CLIENT = Pattern.compile("together\\.clients(?:\\.[^.\\[\\]]+|\\[[^\\]]+\\])\\.");

	private final String apiKey;

	FakeTogetherPropertySource(String name, FakeTogether fake, String apiKey) {
		super(name, fake);
		this.apiKey = apiKey;
	}

	@Override
	public @Nullable Object getProperty(String name) {
		if (!name.startsWith("together.")) {
			return null;
		}
		return switch (CLIENT.matcher(name).replaceFirst("together.")) {
			case "together.base-url" -> getSource().baseUrl();
			case "together.api-key" -> this.apiKey;
			case "together.api-key-file" -> "";
			default -> null;
		};
	}

}
