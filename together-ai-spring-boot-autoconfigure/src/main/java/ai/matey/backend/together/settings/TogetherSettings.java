package ai.matey.backend.together.settings;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRDeadlines;

/**
 * The current settings of a client's builder, without secrets.
 *
 * @param name name of the client
 * @param baseUrl base URL of the API, including {@code /v1}
 * @param defaultModel model for requests that do not name one, or {@code null}
 * @param deadlines deadlines for calls
 * @param retry settings for retries
 * @param http settings for connections and size limits
 * @param apiKeySet whether a key or a key supplier is set
 * @param webClientSet whether a WebClient is set, in which case most of {@code http} does
 * not apply
 * @since 0.1.0
 */
public record TogetherSettings(String name, String baseUrl, @Nullable String defaultModel, IRDeadlines deadlines,
		TogetherRetry retry, TogetherHttp http, boolean apiKeySet, boolean webClientSet) {

}
