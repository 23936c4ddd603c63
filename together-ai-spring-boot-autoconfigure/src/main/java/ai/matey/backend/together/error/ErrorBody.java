package ai.matey.backend.together.error;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;
import ai.matey.backend.together.wire.WireReader;

/**
 * The content of an error body of any form: Together's own, an engine's error that is
 * nested as an object in {@code error.message}, HTML or text from a proxy, or nothing.
 * Reading never fails.
 *
 * @param message the provider's text, or {@code null}
 * @param type the type of error, or {@code null}
 * @param code the code, or {@code null}
 * @param param the invalid parameter, or {@code null}
 * @param id the provider's request ID, or {@code null}
 * @param text the body as text, or {@code null} if it was empty
 */
public record ErrorBody(@Nullable String message, @Nullable String type, @Nullable String code, @Nullable String param,
		@Nullable String id, @Nullable String text) {

	public static final ErrorBody EMPTY = new ErrorBody(null, null, null, null, null, null);

	/** Maximum number of characters of a body to keep. */
	private static final int MAX_TEXT = 8 * 1024;

	public static ErrorBody read(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8).strip();
		if (text.isEmpty()) {
			return EMPTY;
		}
		try {
			JsonNode root = Json.read(text);
			if (root.isObject()) {
				return of(root);
			}
		}
		catch (JacksonException ex) {
			// Not JSON: a proxy's page or a line of text.
		}
		String kept = kept(text);
		return new ErrorBody(text.startsWith("<") ? null : kept, null, null, null, null, kept);
	}

	/**
	 * Return the error in a body or event with status 200. There is one if the body or
	 * event itself contains an error or one of its choices failed. This is the only place
	 * that decides so.
	 * @param root the body or event
	 * @return the error, or {@code null} if there is none
	 */
	public static @Nullable ErrorBody inside(JsonNode root) {
		JsonNode failed = WireReader.isError(root) ? root : WireReader.failedChoice(root);
		return (failed != null) ? of(failed).orId(Json.text(root, "id")) : null;
	}

	/**
	 * Read an error from parsed JSON.
	 * @param root the object that contains {@code error}
	 * @return the content of the error
	 */
	public static ErrorBody of(JsonNode root) {
		JsonNode error = root.path("error");
		if (error.path("error").isObject()) {
			// Wrapped once more by a proxy.
			error = error.path("error");
		}
		JsonNode holder = error.isObject() ? error : root;
		JsonNode message = error.isString() ? error : holder.path("message");
		JsonNode nested = message.isObject() ? message : holder;
		return new ErrorBody(message(message.isObject() ? nested.path("message") : message, root.path("detail")),
				type(root, holder, nested), first(scalar(holder, "code"), scalar(nested, "code")),
				first(scalar(holder, "param"), scalar(nested, "param")), Json.text(root, "id"), kept(root.toString()));
	}

	/**
	 * Return a copy with an ID unless it has one.
	 * @param id the provider's ID of the response that contained the error, or {@code
	 * null}
	 * @return the copy
	 */
	public ErrorBody orId(@Nullable String id) {
		return new ErrorBody(this.message, this.type, this.code, this.param,
				(this.id == null || this.id.isEmpty()) ? id : this.id, this.text);
	}

	/**
	 * The vendor documents the field {@code error_type} but not its position. Errors
	 * without a specific type have the type {@code invalid_request_error}.
	 */
	private static @Nullable String type(JsonNode root, JsonNode holder, JsonNode nested) {
		String type = scalar(holder, "type");
		if (type == null || "invalid_request_error".equals(type)) {
			type = first(first(scalar(root, "error_type"), scalar(holder, "error_type")), type);
		}
		return first(type, scalar(nested, "type"));
	}

	private static @Nullable String message(JsonNode message, JsonNode detail) {
		JsonNode text = (message.isMissingNode() || message.isNull()) ? detail : message;
		if (text.isContainer()) {
			return text.isEmpty() ? null : kept(text.toString());
		}
		// JavaScript's string form of an object contains no information.
		boolean readable = text.isValueNode() && !text.isNull() && !text.asString().equals("[object Object]");
		return readable ? kept(text.asString()) : null;
	}

	private static String kept(String text) {
		return (text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT) + "…" : text;
	}

	private static @Nullable String scalar(JsonNode node, String name) {
		JsonNode value = node.path(name);
		return (value.isString() || value.isNumber()) ? value.asString() : null;
	}

	private static @Nullable String first(@Nullable String preferred, @Nullable String other) {
		return (preferred != null) ? preferred : other;
	}

}
