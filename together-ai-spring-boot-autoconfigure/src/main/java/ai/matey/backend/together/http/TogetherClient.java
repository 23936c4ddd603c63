package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendListener;
import ai.matey.adapter.BackendPacer;
import ai.matey.adapter.RefusedModels;
import ai.matey.backend.together.settings.TogetherApiKeySupplier;
import ai.matey.backend.together.settings.TogetherProxy;
import ai.matey.ir.IRDeadlines;

/**
 * The validated and complete settings of a client.
 *
 * @param name the client's name in meters and health
 * @param baseUrl the normalized base URL
 * @param apiKeySupplier supplies the key for a call
 * @param defaultModel the model for requests that do not name one, or {@code null}
 * @param headers additional request headers
 * @param deadlines the deadlines of calls
 * @param proxy the proxy between the client and the API, or {@code null}
 * @param maxInMemorySize maximum number of bytes of a plain body, or of one event of a
 * stream
 * @param maxResponseSize approximate maximum number of bytes of an assembled response
 * @param modelsCacheTtl how long a list of models remains fresh
 * @param isCatalogueKept whether calls fetch the list of models when it is missing or
 * stale
 * @param refusedModels the models that were refused recently
 * @param listener the listener for calls
 * @param pacer the pacer for attempts
 * @param splitThinkTags whether to separate reasoning from text
 */
public record TogetherClient(String name, String baseUrl, TogetherApiKeySupplier apiKeySupplier,
		@Nullable String defaultModel, Map<String, String> headers, IRDeadlines deadlines,
		@Nullable TogetherProxy proxy, int maxInMemorySize, int maxResponseSize, Duration modelsCacheTtl,
		boolean isCatalogueKept, RefusedModels refusedModels, BackendListener listener, BackendPacer pacer,
		boolean splitThinkTags) {

	public TogetherClient {
		headers = Map.copyOf(headers);
	}

	/**
	 * Return a copy with another key.
	 */
	TogetherClient withApiKeySupplier(TogetherApiKeySupplier apiKeySupplier) {
		return new TogetherClient(this.name, this.baseUrl, apiKeySupplier, this.defaultModel, this.headers,
				this.deadlines, this.proxy, this.maxInMemorySize, this.maxResponseSize, this.modelsCacheTtl,
				this.isCatalogueKept, this.refusedModels, this.listener, this.pacer, this.splitThinkTags);
	}

	/**
	 * Omits the values of headers, since some of them are secrets.
	 */
	@Override
	public String toString() {
		return "TogetherClient[name=" + this.name + ", baseUrl=" + this.baseUrl + ", defaultModel=" + this.defaultModel
				+ ", headers=" + this.headers.keySet() + "]";
	}

}
