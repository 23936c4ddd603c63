package ai.matey.autoconfigure.together;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where Together's API is and by which key it is used. A bean of this type replaces the
 * properties {@code together.base-url}, {@code together.api-key} and
 * {@code together.api-key-file}, those of named clients included: a test or a container
 * points the whole application at another server with one bean.
 */
public interface TogetherConnectionDetails extends ConnectionDetails {

	/**
	 * The address of the API.
	 * @return a URL with or without a trailing slash or {@code /v1}, or {@code null} for
	 * Together's own
	 */
	@Nullable String getBaseUrl();

	/**
	 * The API key.
	 * @return the key, or {@code null} if there is none
	 */
	@Nullable String getApiKey();

	/**
	 * A file that holds the API key and is read for every call. It wins over
	 * {@link #getApiKey()}.
	 * @return the file, or {@code null} if there is none
	 */
	default @Nullable Path getApiKeyFile() {
		return null;
	}

	/**
	 * The details of a named client. The key that they give is used whatever their server
	 * is; a {@link ai.matey.backend.together.settings.TogetherApiKeySupplier} bean for
	 * all clients is only asked if both are the same as those of these details.
	 * @param name its name
	 * @return these details, unless overridden
	 */
	default TogetherConnectionDetails forClient(String name) {
		return this;
	}

}
