package ai.matey.autoconfigure.together;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Details required to connect to Together's API. A bean of this type replaces the
 * properties {@code together.base-url}, {@code together.api-key} and {@code
 * together.api-key-file}, including those of named clients, so that a single bean of a
 * test or container can direct the whole application to another server.
 *
 * @since 0.1.0
 */
public interface TogetherConnectionDetails extends ConnectionDetails {

	/**
	 * Return the base URL of the API.
	 * @return a URL with or without a trailing slash or {@code /v1}, or {@code null} for
	 * Together's own
	 */
	@Nullable String getBaseUrl();

	/**
	 * Return the API key.
	 * @return the key, or {@code null} if there is none
	 */
	@Nullable String getApiKey();

	/**
	 * Return the file that contains the API key and is read for every call. It takes
	 * precedence over {@link #getApiKey()}.
	 * @return the file, or {@code null} if there is none
	 */
	default @Nullable Path getApiKeyFile() {
		return null;
	}

	/**
	 * Return the details for a named client. Their key is used for any server. A
	 * {@link ai.matey.backend.together.settings.TogetherApiKeySupplier} bean for all
	 * clients is called only if their key and server are the same as those of these
	 * details.
	 * @param name the name of the client
	 * @return these details, unless overridden
	 */
	default TogetherConnectionDetails forClient(String name) {
		return this;
	}

}
