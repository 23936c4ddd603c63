package ai.matey.test.together;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ai.matey.test.together.service.ModelInfo;
import ai.matey.test.together.service.ServiceSettings;
import org.jspecify.annotations.Nullable;

/**
 * Builder for {@link FakeTogether} servers. A builder can start several servers. Not
 * thread-safe.
 *
 * @since 0.1.0
 */
public final class FakeTogetherBuilder {

	private int port;

	private @Nullable String apiKey;

	private Duration pace = Duration.ofMillis(20);

	private final List<ModelInfo> models = new ArrayList<>();

	private boolean anyModel;

	private double requestsPerSecond;

	private int logLimit = 1000;

	FakeTogetherBuilder() {
	}

	/**
	 * Set the port. By default any free port is used.
	 * @param port the port, or 0 for any free port
	 * @return this builder
	 */
	public FakeTogetherBuilder port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Set the only API key to accept. By default any key is accepted, but a request
	 * without one is rejected with 401.
	 * @param apiKey the API key
	 * @return this builder
	 */
	public FakeTogetherBuilder apiKey(String apiKey) {
		this.apiKey = apiKey;
		return this;
	}

	/**
	 * Set the speed of responses, 50 tokens per second by default.
	 * @param tokens the number of tokens per second, greater than 0
	 * @return this builder
	 */
	public FakeTogetherBuilder tokensPerSecond(double tokens) {
		if (!(tokens > 0)) {
			throw new IllegalArgumentException("Tokens per second must be greater than 0, not " + tokens);
		}
		return pace(Duration.ofNanos((long) (1e9 / tokens)));
	}

	/**
	 * Set the time per token, 20 ms by default. A plain response is sent after the total
	 * time of its tokens.
	 * @param perToken the time per token, or zero to respond immediately
	 * @return this builder
	 */
	public FakeTogetherBuilder pace(Duration perToken) {
		this.pace = perToken;
		return this;
	}

	/**
	 * Add a chat model to the built-in models.
	 * @param id the name of the model, for example {@code org/name}
	 * @return this builder
	 */
	public FakeTogetherBuilder model(String id) {
		return model(id, "chat");
	}

	/**
	 * Add a model of any type to the built-in models.
	 * @param id the name of the model, for example {@code org/name}
	 * @param type one of the service's types, for example {@code embedding}
	 * @return this builder
	 */
	public FakeTogetherBuilder model(String id, String type) {
		this.models.add(ModelInfo.of(id, type));
		return this;
	}

	/**
	 * Accept all model names. By default a name that is neither built in nor added is
	 * rejected with 404, as by the service.
	 * @return this builder
	 */
	public FakeTogetherBuilder anyModel() {
		this.anyModel = true;
		return this;
	}

	/**
	 * Limit the rate of requests without a script. The number of requests per second, but
	 * at least one, may arrive at once. Requests over the limit are rejected with 429.
	 * All responses have the rate limit headers of the service. By default, there is no
	 * limit.
	 * @param requestsPerSecond the number of requests per second, greater than 0,
	 * possibly a fraction
	 * @return this builder
	 */
	public FakeTogetherBuilder rateLimit(double requestsPerSecond) {
		if (!(requestsPerSecond > 0)) {
			throw new IllegalArgumentException("The rate must be greater than 0, not " + requestsPerSecond);
		}
		this.requestsPerSecond = requestsPerSecond;
		return this;
	}

	/**
	 * Set the number of requests that the log keeps, 1000 by default. Older requests are
	 * removed.
	 * @param requests the maximum number of requests, at least 1
	 * @return this builder
	 */
	public FakeTogetherBuilder logLimit(int requests) {
		if (requests < 1) {
			throw new IllegalArgumentException("The log must keep at least one request, not " + requests);
		}
		this.logLimit = requests;
		return this;
	}

	/**
	 * Start a server on the loopback interface.
	 * @return the running server
	 */
	public FakeTogether start() {
		return new FakeTogether(this.port, this.logLimit,
				new ServiceSettings(this.apiKey, this.pace, this.models, this.anyModel, this.requestsPerSecond));
	}

}
