package ai.matey.backend.together.endpoint;

import ai.matey.backend.together.http.ProviderRequest;
import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.ir.IRMetadata;

/**
 * The metadata that a response takes over from its request.
 */
final class ResponseMetadata {

	private ResponseMetadata() {
	}

	/**
	 * Create the builder of a response's metadata.
	 * @param request the request
	 * @param client name of the client that was asked
	 * @return the builder, with all that is known before the response comes
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
