package ai.matey.backend.together.error;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Names of properties as they are written for a client. A named client has its own below
 * {@code together.clients}, which take precedence over those that all clients share.
 */
public final class ClientProperties {

	private static final Pattern PROPERTY = Pattern
		.compile("\\btogether\\.(?=(?:api-key|base-url|http|retry|ssl|timeout)\\b)");

	/** A name that configuration can have, and that needs no quoting. */
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	private ClientProperties() {
	}

	/**
	 * Return a text of the library in which properties are those of a client.
	 * @param client name of the client, or {@code null}
	 * @param text text with names of properties under {@code together}
	 * @return the text for that client
	 */
	public static String of(@Nullable String client, String text) {
		if (!isNamed(client)) {
			return text;
		}
		return PROPERTY.matcher(text).replaceAll("together.clients." + client + ".");
	}

	static boolean isNamed(@Nullable String client) {
		return client != null && NAME.matcher(client).matches() && !client.equals("default");
	}

}
