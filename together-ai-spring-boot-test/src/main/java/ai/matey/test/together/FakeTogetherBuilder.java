package ai.matey.test.together;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Sets up a {@link FakeTogether}. Not thread-safe; one builder may start several servers.
 */
public final class FakeTogetherBuilder {

	private int port;

	private @Nullable String apiKey;

	private Duration pace = Duration.ofMillis(20);

	private final List<ModelCatalog.Model> models = new ArrayList<>();

	private boolean anyModel;

	private double requestsPerSecond;

	private int logLimit = 1000;

	FakeTogetherBuilder() {
	}

	/**
	 * Sets the port. Default: any free one.
	 * @param port the port, 0 for any free one
	 * @return this builder
	 */
	public FakeTogetherBuilder port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Accepts only this API key. Default: any key, but a request without one is refused.
	 * @param apiKey the key
	 * @return this builder
	 */
	public FakeTogetherBuilder apiKey(String apiKey) {
		this.apiKey = apiKey;
		return this;
	}

	/**
	 * Sets how fast honest answers are written. Default: 50 tokens per second.
	 * @param tokens the tokens per second, greater than 0
	 * @return this builder
	 */
	public FakeTogetherBuilder tokensPerSecond(double tokens) {
		if (!(tokens > 0)) {
			throw new IllegalArgumentException("Tokens per second must be greater than 0, not " + tokens);
		}
		return pace(Duration.ofNanos((long) (1e9 / tokens)));
	}

	/**
	 * Sets the time that each token of an honest answer takes. A plain answer comes after
	 * the time of all its tokens. Default: 20 ms.
	 * @param perToken the time, zero to answer at once
	 * @return this builder
	 */
	public FakeTogetherBuilder pace(Duration perToken) {
		this.pace = perToken;
		return this;
	}

	/**
	 * Adds a chat model to the built-in ones.
	 * @param id its name, for example {@code org/name}
	 * @return this builder
	 */
	public FakeTogetherBuilder model(String id) {
		return model(id, "chat");
	}

	/**
	 * Adds a model of any type to the built-in ones.
	 * @param id its name, for example {@code org/name}
	 * @param type one of the service's types, for example {@code embedding}
	 * @return this builder
	 */
	public FakeTogetherBuilder model(String id, String type) {
		this.models.add(ModelCatalog.Model.added(id, type));
		return this;
	}

	/**
	 * Accepts all model names. Default: a name that is neither built in nor added is
	 * refused with 404, as the service does.
	 * @return this builder
	 */
	public FakeTogetherBuilder anyModel() {
		this.anyModel = true;
		return this;
	}

	/**
	 * Limits the rate of requests that are answered honestly. Up to one second's worth of
	 * them may come at once. More get a 429 with the service's headers, and accepted ones
	 * carry the headers too. Default: no limit.
	 * @param requestsPerSecond the rate, greater than 0, possibly a fraction
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
	 * Sets how many requests the log keeps; older ones are forgotten. Default: 1000.
	 * @param requests the most requests to keep, at least 1
	 * @return this builder
	 */
	public FakeTogetherBuilder logLimit(int requests) {
		if (requests < 1) {
			throw new IllegalArgumentException("The log needs room for at least one request, not " + requests);
		}
		this.logLimit = requests;
		return this;
	}

	/**
	 * Starts a server on the loopback interface.
	 * @return the running server
	 */
	public FakeTogether start() {
		return new FakeTogether(new Settings(this.port, this.apiKey, this.pace, this.models, this.anyModel,
				this.requestsPerSecond, this.logLimit));
	}

}
