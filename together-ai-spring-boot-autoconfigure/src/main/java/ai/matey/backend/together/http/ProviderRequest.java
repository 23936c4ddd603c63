package ai.matey.backend.together.http;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.wire.Json;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRWarning;

/**
 * A request to the provider: what is sent, identically for every attempt, and what is
 * needed to read the response.
 *
 * @param operation the kind of call
 * @param method the HTTP method
 * @param path the path below the base URL
 * @param model the model, or {@code null}
 * @param body the JSON body, or {@code null}
 * @param streaming whether the response comes chunk by chunk
 * @param includeRaw whether the response includes the provider's body
 * @param assembleResponse whether a stream ends with the assembled response
 * @param prompts supplies the texts that must not appear in messages
 * @param warnings warnings about the request
 * @param metadata the caller's metadata
 * @param deadlines the caller's deadlines
 * @param maxAttempts the caller's number of attempts, or {@code null} for the client's
 * @param maxTokens the maximum number of tokens of the response, or {@code null} if the
 * body sets none
 */
@SuppressWarnings("ArrayRecordComponent")
public record ProviderRequest(BackendCall.Operation operation, HttpMethod method, String path, @Nullable String model,
		byte @Nullable [] body, boolean streaming, boolean includeRaw, boolean assembleResponse,
		Supplier<List<String>> prompts, List<IRWarning> warnings, IRMetadata metadata, IRDeadlines deadlines,
		@Nullable Integer maxAttempts, @Nullable Integer maxTokens) {

	/**
	 * Create a new builder for a request without a body.
	 * @param operation the kind of call
	 * @param path the path below the base URL
	 * @return the builder
	 */
	public static Builder get(BackendCall.Operation operation, String path) {
		return new Builder(operation, HttpMethod.GET, path, null, null, null);
	}

	/**
	 * Create a new builder for a request with a body.
	 * @param operation the kind of call
	 * @param path the path below the base URL
	 * @param model the model
	 * @param body the JSON body
	 * @return the builder
	 */
	public static Builder post(BackendCall.Operation operation, String path, String model,
			Map<String, @Nullable Object> body) {
		Integer maxTokens = (body.get("max_tokens") instanceof Integer most) ? most : null;
		return new Builder(operation, HttpMethod.POST, path, model, Json.bytes(body), maxTokens);
	}

	/**
	 * Return the size of the body in bytes.
	 * @return the size, 0 if there is no body
	 */
	int bodySize() {
		byte[] body = this.body;
		return (body != null) ? body.length : 0;
	}

	@Override
	public String toString() {
		return this.method + " " + this.path + " for " + this.model;
	}

	/**
	 * Builder for a request. Not thread-safe.
	 */
	public static final class Builder {

		private final BackendCall.Operation operation;

		private final HttpMethod method;

		private final String path;

		private final @Nullable String model;

		private final byte @Nullable [] body;

		private final @Nullable Integer maxTokens;

		private boolean streaming;

		private boolean includeRaw;

		private boolean assembleResponse = true;

		private Supplier<List<String>> prompts = List::of;

		private List<IRWarning> warnings = List.of();

		private @Nullable IRMetadata metadata;

		private IRDeadlines deadlines = IRDeadlines.INHERIT;

		private @Nullable Integer maxAttempts;

		private Builder(BackendCall.Operation operation, HttpMethod method, String path, @Nullable String model,
				byte @Nullable [] body, @Nullable Integer maxTokens) {
			this.operation = operation;
			this.method = method;
			this.path = path;
			this.model = model;
			this.body = body;
			this.maxTokens = maxTokens;
		}

		public Builder streaming(boolean streaming) {
			this.streaming = streaming;
			return this;
		}

		public Builder includeRaw(boolean includeRaw) {
			this.includeRaw = includeRaw;
			return this;
		}

		public Builder assembleResponse(boolean assembleResponse) {
			this.assembleResponse = assembleResponse;
			return this;
		}

		public Builder prompts(Supplier<List<String>> prompts) {
			this.prompts = prompts;
			return this;
		}

		public Builder warnings(List<IRWarning> warnings) {
			this.warnings = warnings;
			return this;
		}

		public Builder metadata(IRMetadata metadata) {
			this.metadata = metadata;
			return this;
		}

		public Builder deadlines(IRDeadlines deadlines) {
			this.deadlines = deadlines;
			return this;
		}

		public Builder maxAttempts(@Nullable Integer maxAttempts) {
			this.maxAttempts = maxAttempts;
			return this;
		}

		/**
		 * Build the request.
		 * @return the request, with a new ID unless the metadata contains one
		 */
		public ProviderRequest build() {
			IRMetadata metadata = (this.metadata != null) ? this.metadata : IRMetadata.builder().build();
			return new ProviderRequest(this.operation, this.method, this.path, this.model, this.body, this.streaming,
					this.includeRaw, this.assembleResponse, this.prompts, this.warnings, metadata, this.deadlines,
					this.maxAttempts, this.maxTokens);
		}

	}

}
