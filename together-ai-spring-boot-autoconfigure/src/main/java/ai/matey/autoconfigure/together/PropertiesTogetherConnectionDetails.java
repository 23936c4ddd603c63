package ai.matey.autoconfigure.together;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import ai.matey.autoconfigure.together.http.ServerAddress;

/**
 * Connection details from properties. A client that sets its key in one form does not
 * inherit the other form, and a client of another server inherits neither, so that a key
 * is never sent to the wrong server by accident. A blank base URL, for example from an
 * empty environment variable, is treated as not set.
 */
class PropertiesTogetherConnectionDetails implements TogetherConnectionDetails {

	private final TogetherProperties shared;

	private final TogetherClientProperties own;

	PropertiesTogetherConnectionDetails(TogetherProperties shared) {
		this(shared, shared);
	}

	private PropertiesTogetherConnectionDetails(TogetherProperties shared, TogetherClientProperties own) {
		this.shared = shared;
		this.own = own;
	}

	@Override
	public @Nullable String getBaseUrl() {
		String own = this.own.getBaseUrl();
		String baseUrl = StringUtils.hasText(own) ? own : this.shared.getBaseUrl();
		return StringUtils.hasText(baseUrl) ? baseUrl : null;
	}

	@Override
	public @Nullable String getApiKey() {
		return keySource().getApiKey();
	}

	@Override
	public @Nullable Path getApiKeyFile() {
		return keySource().getApiKeyFile();
	}

	@Override
	public TogetherConnectionDetails forClient(String name) {
		TogetherClientProperties client = this.shared.getClients().get(name);
		return (client != null) ? new PropertiesTogetherConnectionDetails(this.shared, client) : this;
	}

	private TogetherClientProperties keySource() {
		boolean ownKey = this.own.getApiKey() != null || this.own.getApiKeyFile() != null;
		return (ownKey || !sameServer()) ? this.own : this.shared;
	}

	private boolean sameServer() {
		return ServerAddress.of(getBaseUrl()).sharesKeyWith(ServerAddress.of(this.shared.getBaseUrl()));
	}

}
