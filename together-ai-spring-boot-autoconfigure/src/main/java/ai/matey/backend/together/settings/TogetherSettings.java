package ai.matey.backend.together.settings;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRDeadlines;

/**
 * Settings of a client, as they stand on its builder. Secrets are not among them.
 *
 * @param name name of the client
 * @param baseUrl base URL of the API, with {@code /v1}
 * @param defaultModel model for requests that name none, or {@code null}
 * @param deadlines deadlines of calls
 * @param retry when a request is sent again
 * @param http connections and sizes
 * @param apiKeySet whether a key or a key supplier is set
 * @param webClientSet whether a WebClient is set, to which most of {@code http} does not
 * apply
 */
public record TogetherSettings(String name, String baseUrl, @Nullable String defaultModel, IRDeadlines deadlines,
		TogetherRetry retry, TogetherHttp http, boolean apiKeySet, boolean webClientSet) {

}
