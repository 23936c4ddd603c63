package ai.matey.test.together.service;

import java.time.Duration;
import java.util.Map;

import ai.matey.test.together.completion.ChatComposer;
import ai.matey.test.together.completion.ChatFormat;
import ai.matey.test.together.completion.ChatRequest;
import ai.matey.test.together.completion.TextComposer;
import ai.matey.test.together.completion.TextFormat;
import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ApiException;
import ai.matey.test.together.script.ReceivedRequest;
import ai.matey.test.together.script.Script;
import ai.matey.test.together.script.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The service without faults: validates requests as the real service does and responds to
 * them. Thread-safe.
 */
public final class TogetherService {

	private static final String MODELS = "/v1/models";

	private final ServiceSettings settings;

	private final ModelCatalog models;

	private final @Nullable RateLimiter rateLimit;

	private final Map<String, Endpoint> posts;

	private final Map<String, Endpoint> gets;

	public TogetherService(ServiceSettings settings) {
		this.settings = settings;
		this.models = new ModelCatalog(settings.models(), settings.anyModel());
		this.rateLimit = (settings.requestsPerSecond() > 0)
				? new RateLimiter(settings.requestsPerSecond(), System::nanoTime) : null;
		this.posts = Map.of("/v1/chat/completions", this::chat, "/v1/completions", this::complete, "/v1/embeddings",
				this::embed, "/v1/rerank", this::rerank, "/v1/images/generations", this::generateImages);
		this.gets = Map.of(MODELS, this::listModels, "/v1/whoami", this::identify);
	}

	/**
	 * Return the time per token.
	 */
	public Duration pace() {
		return this.settings.pace();
	}

	/**
	 * Refill the rate limit.
	 */
	public void reset() {
		if (this.rateLimit != null) {
			this.rateLimit.refill();
		}
	}

	/**
	 * Return the response with status 500.
	 */
	public static Script failure(ReceivedRequest request, String message) {
		return Script.json(500,
				Json.indented(ApiException.body(request.responseId(), message, "server_error", null, null)));
	}

	/**
	 * Return the response to a request.
	 */
	public Script respond(ReceivedRequest request) {
		try {
			if (request.path().startsWith(ImageResponses.PATH)) {
				return ImageResponses.image(request.path());
			}
			return limited(request);
		}
		catch (ApiException ex) {
			return ex.script(request.responseId());
		}
	}

	private Script limited(ReceivedRequest request) {
		Endpoint endpoint = endpoint(request);
		if (!authorized(request)) {
			return unauthorized(request);
		}
		if (this.rateLimit == null) {
			return endpoint.respond(request, body(request));
		}
		Duration wait = this.rateLimit.take();
		return wait.isZero() ? this.rateLimit.apply(endpoint.respond(request, body(request)))
				: this.rateLimit.rejection(wait);
	}

	private Endpoint endpoint(ReceivedRequest request) {
		Endpoint post = this.posts.get(request.path());
		Endpoint endpoint = (post != null) ? post : this.gets.get(request.path());
		if (endpoint == null) {
			throw ApiException.invalid(404, "Made up by FakeTogether: there is nothing at " + request.path() + ".",
					null, null);
		}
		if (!request.method().equals((post != null) ? "POST" : "GET")) {
			throw ApiException.invalid(405,
					"Made up by FakeTogether: %s does not take %s.".formatted(request.path(), request.method()), null,
					null);
		}
		return endpoint;
	}

	private boolean authorized(ReceivedRequest request) {
		String authorization = request.header("authorization");
		if (authorization == null || !authorization.startsWith("Bearer ") || authorization.length() < 8) {
			return false;
		}
		String key = this.settings.apiKey();
		return key == null || authorization.equals("Bearer " + key);
	}

	private static Script unauthorized(ReceivedRequest request) {
		if (request.path().equals(MODELS)) {
			return Script.json(401,
					Json.indented(Json.object().set("error", Json.object().put("message", "Unauthorized"))));
		}
		return ApiException
			.invalid(401, "Made up by FakeTogether: the API key is missing or wrong.", null, "invalid_api_key")
			.script(request.responseId());
	}

	private static JsonNode body(ReceivedRequest request) {
		if (request.method().equals("GET")) {
			return Json.object();
		}
		try {
			JsonNode body = Json.parse(request.body());
			if (body.isObject()) {
				return body;
			}
		}
		catch (JacksonException ex) {
			// The parser's message may quote the body, which may contain secrets.
		}
		throw ApiException.invalid("Made up by FakeTogether: the body is not a JSON object.", null);
	}

	private Script listModels(ReceivedRequest request, JsonNode body) {
		return Script.status(200)
			.header("content-type", "application/json")
			.then(Step.Write.of(Json.bytes(this.models.json())));
	}

	private Script identify(ReceivedRequest request, JsonNode body) {
		return Script.json(200,
				Json.indented(Json.object()
					.put("api_key_id", "key_fake")
					.put("organization_id", "org_fake")
					.put("organization_name", "FakeTogether")
					.put("project_id", "proj_fake")
					.put("project_name", "Made up")
					.put("project_slug", "made-up")));
	}

	private Script chat(ReceivedRequest request, JsonNode body) {
		String model = this.models.require(body, "chat", "language", "code", "moderation");
		ChatRequest chat = ChatRequest.of(model, body);
		return ChatFormat.script(request, new ChatComposer(chat, request.number()).compose(), pace());
	}

	private Script complete(ReceivedRequest request, JsonNode body) {
		this.models.require(body, "chat", "language", "code", "moderation");
		return TextFormat.script(request, TextComposer.compose(body), pace());
	}

	private Script embed(ReceivedRequest request, JsonNode body) {
		return EmbeddingResponses.create(this.models.require(body, "embedding"), body);
	}

	private Script rerank(ReceivedRequest request, JsonNode body) {
		return RerankResponses.create(request.responseId(), this.models.require(body, "rerank"), body);
	}

	private Script generateImages(ReceivedRequest request, JsonNode body) {
		return ImageResponses.create(request, this.models.require(body, "image"), body);
	}

	/**
	 * Responds to the requests to one path.
	 */
	private interface Endpoint {

		public Script respond(ReceivedRequest request, JsonNode body);

	}

}
