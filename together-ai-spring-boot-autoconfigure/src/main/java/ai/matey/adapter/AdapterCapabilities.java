package ai.matey.adapter;

/**
 * What an adapter can express. It says nothing about a single model's abilities.
 *
 * @param streaming whether answers can be streamed
 * @param tools whether tools can be offered
 * @param images whether messages can hold images
 * @param audio whether messages can hold sound
 * @param video whether messages can hold video
 * @param documents whether messages can hold documents
 * @param structuredOutput whether a JSON schema can be demanded
 * @param embeddings whether text can be embedded
 */
public record AdapterCapabilities(boolean streaming, boolean tools, boolean images, boolean audio, boolean video,
		boolean documents, boolean structuredOutput, boolean embeddings) {

}
