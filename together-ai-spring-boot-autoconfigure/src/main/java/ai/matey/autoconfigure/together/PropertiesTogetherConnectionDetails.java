package ai.matey.autoconfigure.together;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import ai.matey.autoconfigure.together.http.ServerAddress;

/**
 * Connection details from the properties. A client that sets a key in either form does
 * not take over the other form from the shared settings, and a client of another server
 * takes over neither: a key must not reach somebody else because nobody thought of it.
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
		return (this.own.getBaseUrl() != null) ? this.own.getBaseUrl() : this.shared.getBaseUrl();
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
