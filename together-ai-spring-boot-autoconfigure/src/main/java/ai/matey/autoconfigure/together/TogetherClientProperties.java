package ai.matey.autoconfigure.together;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Settings of one client. What a named client does not set it takes from the settings
 * under {@code together}, except for the key if its base URL leads to another server;
 * {@code null} stands for "not set".
 */
public class TogetherClientProperties {

	/**
	 * API key. Usually given as TOGETHER_API_KEY in the environment.
	 */
	private @Nullable String apiKey;

	/**
	 * File that holds the API key and nothing else, such as a mounted secret. Read for
	 * every call, so that the key can be changed without a restart; wins over the API
	 * key.
	 */
	private @Nullable Path apiKeyFile;

	/**
	 * Address of the API, with or without a trailing slash or "/v1".
	 */
	private @Nullable String baseUrl;

	/**
	 * Model for requests that name none.
	 */
	private @Nullable String defaultModel;

	/**
	 * Extra request headers.
	 */
	private Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Whether text between "think" tags in an answer is told apart as reasoning.
	 */
	private @Nullable Boolean splitThinkTags;

	/**
	 * How long running calls may go on after the application was asked to stop.
	 */
	private @Nullable Duration shutdownGrace;

	@NestedConfigurationProperty
	private Timeout timeout = Timeout.UNSET;

	@NestedConfigurationProperty
	private Retry retry = Retry.UNSET;

	@NestedConfigurationProperty
	private Http http = Http.UNSET;

	@NestedConfigurationProperty
	private Ssl ssl = Ssl.UNSET;

	@NestedConfigurationProperty
	private Models models = Models.UNSET;

	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable String apiKey) {
		this.apiKey = apiKey;
	}

	public @Nullable Path getApiKeyFile() {
		return this.apiKeyFile;
	}

	public void setApiKeyFile(@Nullable Path apiKeyFile) {
		this.apiKeyFile = apiKeyFile;
	}

	public @Nullable String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(@Nullable String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public @Nullable String getDefaultModel() {
		return this.defaultModel;
	}

	public void setDefaultModel(@Nullable String defaultModel) {
		this.defaultModel = defaultModel;
	}

	public Map<String, String> getHeaders() {
		return this.headers;
	}

	public void setHeaders(Map<String, String> headers) {
		this.headers = headers;
	}

	public @Nullable Boolean getSplitThinkTags() {
		return this.splitThinkTags;
	}

	public void setSplitThinkTags(@Nullable Boolean splitThinkTags) {
		this.splitThinkTags = splitThinkTags;
	}

	public @Nullable Duration getShutdownGrace() {
		return this.shutdownGrace;
	}

	public void setShutdownGrace(@Nullable Duration shutdownGrace) {
		this.shutdownGrace = shutdownGrace;
	}

	public Timeout getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Timeout timeout) {
		this.timeout = timeout;
	}

	public Retry getRetry() {
		return this.retry;
	}

	public void setRetry(Retry retry) {
		this.retry = retry;
	}

	public Http getHttp() {
		return this.http;
	}

	public void setHttp(Http http) {
		this.http = http;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public void setSsl(Ssl ssl) {
		this.ssl = ssl;
	}

	public Models getModels() {
		return this.models;
	}

	public void setModels(Models models) {
		this.models = models;
	}

	/**
	 * Deadlines of a call, phase by phase.
	 *
	 * @param connect Longest time to make a connection;
	 * spring.http.clients.connect-timeout if only that is set.
	 * @param firstToken Longest time from a streaming request to its first token.
	 * @param idle Longest time between two chunks of a stream.
	 * @param response Longest time to the whole answer when it is not streamed.
	 * @param total Longest time of a whole call, waits and retries included; none unless
	 * set.
	 */
	public record Timeout(@Nullable Duration connect, @Nullable Duration firstToken, @Nullable Duration idle,
			@Nullable Duration response, @Nullable Duration total) {

		static final Timeout UNSET = new Timeout(null, null, null, null, null);

	}

	/**
	 * When a request is sent again.
	 *
	 * @param maxAttempts How many times a request is sent at most, the first time
	 * included; 1 switches retries off.
	 * @param initialBackoff Wait before the second attempt if the server names none.
	 * @param multiplier By how much each further wait is longer.
	 * @param maxBackoff Longest wait that is chosen here.
	 * @param jitter Share, 0 to 1, by which a chosen wait is shortened at random.
	 * @param maxWait Longest wait that a server may ask for; a call that would have to
	 * wait longer fails at once.
	 */
	public record Retry(@Nullable Integer maxAttempts, @Nullable Duration initialBackoff, @Nullable Double multiplier,
			@Nullable Duration maxBackoff, @Nullable Double jitter, @Nullable Duration maxWait) {

		static final Retry UNSET = new Retry(null, null, null, null, null, null);

	}

	/**
	 * Connections and sizes.
	 *
	 * @param maxConnections Most connections at once; each running call needs one.
	 * @param maxIdleTime How long an unused connection is kept.
	 * @param pendingAcquireTimeout How long a call waits for a connection when all are in
	 * use.
	 * @param maxInMemorySize Most bytes of a plain answer, or of one event of a stream.
	 * @param maxHeaderSize Most bytes of an answer's headers.
	 * @param http2 Whether HTTP/2 is spoken where the server offers it.
	 * @param metrics Whether the pool of connections has meters; Reactor Netty only.
	 * @param proxy Proxy between the application and the API.
	 */
	public record Http(@Nullable Integer maxConnections, @Nullable Duration maxIdleTime,
			@Nullable Duration pendingAcquireTimeout, @Nullable DataSize maxInMemorySize,
			@Nullable DataSize maxHeaderSize, @Nullable Boolean http2, @Nullable Boolean metrics,
			@Nullable @NestedConfigurationProperty Proxy proxy) {

		static final Http UNSET = new Http(null, null, null, null, null, null, null, null);

	}

	/**
	 * Proxy between the application and the API.
	 *
	 * @param host Host of an HTTP proxy; blank for no proxy.
	 * @param port Port of the proxy.
	 * @param username User name, if the proxy asks for one.
	 * @param password Password, if the proxy asks for one.
	 */
	public record Proxy(@Nullable String host, @Nullable Integer port, @Nullable String username,
			@Nullable String password) {

		/**
		 * Does not show the password.
		 */
		@Override
		public String toString() {
			return "Proxy[host=" + this.host + ", port=" + this.port + "]";
		}

	}

	/**
	 * TLS.
	 *
	 * @param bundle Name of the SSL bundle with the certificates to trust or to show;
	 * spring.http.clients.ssl.bundle if only that is set.
	 */
	public record Ssl(@Nullable String bundle) {

		static final Ssl UNSET = new Ssl(null);

	}

	/**
	 * List of models.
	 *
	 * @param cacheTtl How long a list of models is fresh.
	 */
	public record Models(@Nullable Duration cacheTtl) {

		static final Models UNSET = new Models(null);

	}

}
