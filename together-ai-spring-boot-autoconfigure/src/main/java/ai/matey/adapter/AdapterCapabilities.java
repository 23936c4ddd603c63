package ai.matey.adapter;

/**
 * The features that an adapter can express, regardless of what a particular model
 * supports.
 *
 * @param streaming whether responses can be streamed
 * @param tools whether requests can offer tools
 * @param images whether messages can contain images
 * @param audio whether messages can contain audio
 * @param video whether messages can contain video
 * @param documents whether messages can contain documents
 * @param structuredOutput whether a response can be required to match a JSON schema
 * @param embeddings whether text can be embedded
 * @since 0.1.0
 */
public record AdapterCapabilities(boolean streaming, boolean tools, boolean images, boolean audio, boolean video,
		boolean documents, boolean structuredOutput, boolean embeddings) {

}
