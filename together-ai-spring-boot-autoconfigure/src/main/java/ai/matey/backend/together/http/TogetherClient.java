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
 * The settings of one client, checked and complete.
 *
 * @param name the client's name in meters and health
 * @param baseUrl the normalised base URL
 * @param apiKeySupplier gives the key of a call
 * @param defaultModel the model for requests that name none, or {@code null}
 * @param headers extra request headers
 * @param deadlines how long calls may take
 * @param proxy the proxy between the client and the API, or {@code null}
 * @param maxInMemorySize most bytes of a plain body, or of an event of a stream
 * @param maxResponseSize most bytes that an assembled response holds, roughly
 * @param modelsCacheTtl how long a list of models is fresh
 * @param isCatalogueKept whether calls fetch the list of models when it is missing or old
 * @param refusedModels remembers which models were refused
 * @param listener is told what happens to calls
 * @param pacer permits the attempts
 * @param splitThinkTags whether reasoning that stands in the text is taken out of it
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
	 * Return the same client with another key.
	 */
	TogetherClient withApiKeySupplier(TogetherApiKeySupplier apiKeySupplier) {
		return new TogetherClient(this.name, this.baseUrl, apiKeySupplier, this.defaultModel, this.headers,
				this.deadlines, this.proxy, this.maxInMemorySize, this.maxResponseSize, this.modelsCacheTtl,
				this.isCatalogueKept, this.refusedModels, this.listener, this.pacer, this.splitThinkTags);
	}

	/**
	 * Leaves out the headers' values: some of them are secrets.
	 */
	@Override
	public String toString() {
		return "TogetherClient[name=" + this.name + ", baseUrl=" + this.baseUrl + ", defaultModel=" + this.defaultModel
				+ ", headers=" + this.headers.keySet() + "]";
	}

}
