package ai.matey.backend.together.error;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Adapts property names in messages to a client. A named client has its own properties
 * under {@code together.clients}, which take precedence over the shared ones.
 */
public final class ClientProperties {

	private static final Pattern PROPERTY = Pattern
		.compile("\\btogether\\.(?=(?:api-key|base-url|http|retry|ssl|timeout)\\b)");

	/** A client name that can be part of a property name without quoting. */
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	private ClientProperties() {
	}

	/**
	 * Return a message with its property names replaced by those of a client.
	 * @param client the name of the client, or {@code null}
	 * @param text the message, with properties under {@code together}
	 * @return the message for that client
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
