package ai.matey.backend.together.endpoint;

import ai.matey.backend.together.http.ProviderRequest;
import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.ir.IRMetadata;

/**
 * Creates the metadata that a response takes from its request.
 */
final class ResponseMetadata {

	private ResponseMetadata() {
	}

	/**
	 * Create a builder for the metadata of a response.
	 * @param request the request
	 * @param client the name of the client
	 * @return the builder with everything that is known before the response
	 */
	static IRMetadata.Builder of(ProviderRequest request, String client) {
		IRMetadata metadata = request.metadata();
		return IRMetadata.builder()
			.requestId(metadata.requestId())
			.provenance(metadata.provenance().withBackend(ProviderNames.ADAPTER).withClient(client))
			.warnings(metadata.warnings())
			.warnings(request.warnings());
	}

}
