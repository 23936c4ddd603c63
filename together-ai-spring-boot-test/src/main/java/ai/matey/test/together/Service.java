package ai.matey.test.together;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The service without faults: checks a request as the real one does and answers it.
 * Thread-safe.
 */
final class Service {

	private static final String MODELS = "/v1/models";

	private final Settings settings;

	private final ModelCatalog models;

	private final @Nullable RateLimit rateLimit;

	private final Map<String, Endpoint> posts;

	Service(Settings settings) {
		this.settings = settings;
		this.models = new ModelCatalog(settings.models(), settings.anyModel());
		this.rateLimit = (settings.requestsPerSecond() > 0)
				? new RateLimit(settings.requestsPerSecond(), System::nanoTime) : null;
		this.posts = Map.of("/v1/chat/completions", this::chat, "/v1/completions", this::complete, "/v1/embeddings",
				this::embed, "/v1/rerank", this::rerank, "/v1/images/generations", this::paint);
	}

	Duration pace() {
		return this.settings.pace();
	}

	void reset() {
		if (this.rateLimit != null) {
			this.rateLimit.refill();
		}
	}

	/**
	 * Returns the script of a reply. A reply that fails to make one becomes a 500 that
	 * tells why, so that no request stays without an answer.
	 */
	Script script(Reply reply, RecordedRequest request) {
		try {
			return ((AbstractReply) reply).script(request, this);
		}
		catch (RuntimeException | AssertionError ex) {
			return Script.json(500, Json.indented(Problem.body(ChatChunks.id(request),
					"FakeTogether could not make its reply: " + ex, "server_error", null, null)));
		}
	}

	Script answer(RecordedRequest request) {
		try {
			if (request.path().startsWith(Painting.PATH)) {
				return Painting.image(request.path());
			}
			return limited(request);
		}
		catch (Problem problem) {
			return problem.script(ChatChunks.id(request));
		}
	}

	private Script limited(RecordedRequest request) {
		Endpoint endpoint = endpoint(request);
		if (!authorized(request)) {
			return unauthorized(request);
		}
		if (this.rateLimit == null) {
			return endpoint.answer(request, body(request));
		}
		Duration wait = this.rateLimit.take();
		return wait.isZero() ? this.rateLimit.apply(endpoint.answer(request, body(request)))
				: this.rateLimit.rejection(wait);
	}

	private Endpoint endpoint(RecordedRequest request) {
		Endpoint post = this.posts.get(request.path());
		if (post == null && !request.path().equals(MODELS)) {
			throw Problem.invalid(404, "Made up by FakeTogether: there is nothing at " + request.path() + ".", null,
					null);
		}
		if (!request.method().equals((post != null) ? "POST" : "GET")) {
			throw Problem.invalid(405,
					"Made up by FakeTogether: %s does not take %s.".formatted(request.path(), request.method()), null,
					null);
		}
		return (post != null) ? post
				: (ignored, body) -> Script.status(200)
					.header("content-type", "application/json")
					.then(Step.Write.of(Json.bytes(this.models.json())));
	}

	private boolean authorized(RecordedRequest request) {
		String authorization = request.header("authorization");
		if (authorization == null || !authorization.startsWith("Bearer ") || authorization.length() < 8) {
			return false;
		}
		String key = this.settings.apiKey();
		return key == null || authorization.equals("Bearer " + key);
	}

	private static Script unauthorized(RecordedRequest request) {
		if (request.path().equals(MODELS)) {
			return Script.json(401,
					Json.indented(Json.object().set("error", Json.object().put("message", "Unauthorized"))));
		}
		return Problem
			.invalid(401, "Made up by FakeTogether: the API key is missing or wrong.", null, "invalid_api_key")
			.script(ChatChunks.id(request));
	}

	private static JsonNode body(RecordedRequest request) {
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
			// The reader's words may quote the body, which may hold secrets.
		}
		throw Problem.invalid("Made up by FakeTogether: the body is not a JSON object.", null);
	}

	private Script chat(RecordedRequest request, JsonNode body) {
		String model = this.models.require(body, "chat", "language", "code", "moderation");
		ChatRequest chat = ChatRequest.of(model, body);
		return ChatFormat.script(request, new AnswerComposer(chat, request.number()).compose(), pace());
	}

	private Script complete(RecordedRequest request, JsonNode body) {
		this.models.require(body, "chat", "language", "code", "moderation");
		return TextFormat.script(request, TextComposer.compose(body), pace());
	}

	private Script embed(RecordedRequest request, JsonNode body) {
		return Embeddings.answer(this.models.require(body, "embedding"), body);
	}

	private Script rerank(RecordedRequest request, JsonNode body) {
		return Ranking.answer(ChatChunks.id(request), this.models.require(body, "rerank"), body);
	}

	private Script paint(RecordedRequest request, JsonNode body) {
		return Painting.answer(request, this.models.require(body, "image"), body);
	}

	/**
	 * Answers the requests to one path.
	 */
	private interface Endpoint {

		Script answer(RecordedRequest request, JsonNode body);

	}

}
