package ai.matey.ir;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A request to rank documents by relevance. The documents are either {@link #documents()
 * texts} or {@link #objects() objects}.
 *
 * @param query the query that documents are ranked against
 * @param documents the documents as texts; empty if they are objects
 * @param objects the documents as objects with fields; empty if they are texts
 * @param model the model to use, or {@code null} for the backend's default
 * @param topN the number of results to return, or {@code null} for all
 * @param returnDocuments whether results repeat their documents, or {@code null} for the
 * provider's default
 * @param rankFields the fields of {@code objects} to rank by, in order; empty for all
 * @param metadata the request's id, provenance and warnings; by default with a random id
 * @param deadlines deadlines of this call, which override the client's
 * @since 0.1.0
 */
public record IRRerankRequest(String query, List<String> documents, List<Map<String, @Nullable Object>> objects,
		@Nullable String model, @Nullable Integer topN, @Nullable Boolean returnDocuments, List<String> rankFields,
		IRMetadata metadata, IRDeadlines deadlines) implements IRRequest {

	public IRRerankRequest {
		Names.checked("model", model);
		Objects.requireNonNull(query, "query must not be null");
		documents = List.copyOf(documents);
		objects = objects.stream().<Map<String, @Nullable Object>>map(Copies::json).toList();
		rankFields = List.copyOf(rankFields);
		Objects.requireNonNull(metadata, "metadata must not be null");
		Objects.requireNonNull(deadlines, "deadlines must not be null");
	}

	/**
	 * Create a builder of an empty request.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Create a builder initialized with this request. The request id is retained.
	 * @return a new builder
	 */
	public Builder mutate() {
		Builder builder = new Builder();
		builder.query = this.query;
		builder.documents = this.documents;
		builder.objects = this.objects;
		builder.model = this.model;
		builder.topN = this.topN;
		builder.returnDocuments = this.returnDocuments;
		builder.rankFields = this.rankFields;
		builder.metadata = this.metadata;
		builder.deadlines = this.deadlines;
		return builder;
	}

	@Override
	public String toString() {
		return "IRRerankRequest[" + (this.documents.size() + this.objects.size()) + " documents, model=" + this.model
				+ ", topN=" + this.topN + ", metadata=" + this.metadata + "]";
	}

	/**
	 * Builds an {@link IRRerankRequest}. Not thread-safe.
	 */
	public static final class Builder {

		private String query = "";

		private List<String> documents = List.of();

		private List<Map<String, @Nullable Object>> objects = List.of();

		private @Nullable String model;

		private @Nullable Integer topN;

		private @Nullable Boolean returnDocuments;

		private List<String> rankFields = List.of();

		private @Nullable IRMetadata metadata;

		private IRDeadlines deadlines = IRDeadlines.INHERIT;

		private Builder() {
		}

		/**
		 * Set the query that documents are ranked against.
		 * @param query the query that documents are ranked against
		 * @return this builder
		 */
		public Builder query(String query) {
			this.query = query;
			return this;
		}

		/**
		 * Set the documents as texts.
		 * @param documents the documents as texts; empty if they are objects
		 * @return this builder
		 */
		public Builder documents(List<String> documents) {
			this.documents = List.copyOf(documents);
			return this;
		}

		/**
		 * Set the documents as objects with fields.
		 * @param objects the documents as objects with fields; empty if they are texts
		 * @return this builder
		 */
		public Builder objects(List<Map<String, @Nullable Object>> objects) {
			this.objects = List.copyOf(objects);
			return this;
		}

		/**
		 * Set the model to use.
		 * @param model the model to use, or {@code null} for the backend's default
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Set the number of results to return.
		 * @param topN the number of results to return, or {@code null} for all
		 * @return this builder
		 */
		public Builder topN(@Nullable Integer topN) {
			this.topN = topN;
			return this;
		}

		/**
		 * Set whether results repeat their documents.
		 * @param returnDocuments whether results repeat their documents, or {@code null}
		 * for the provider's default
		 * @return this builder
		 */
		public Builder returnDocuments(@Nullable Boolean returnDocuments) {
			this.returnDocuments = returnDocuments;
			return this;
		}

		/**
		 * Set the fields of {@code objects} to rank by, in order.
		 * @param rankFields the fields of {@code objects} to rank by, in order; empty for
		 * all
		 * @return this builder
		 */
		public Builder rankFields(List<String> rankFields) {
			this.rankFields = List.copyOf(rankFields);
			return this;
		}

		/**
		 * Set the request's id, provenance and warnings.
		 * @param metadata the request's id, provenance and warnings; by default with a
		 * random id
		 * @return this builder
		 */
		public Builder metadata(IRMetadata metadata) {
			this.metadata = metadata;
			return this;
		}

		/**
		 * Set the deadlines of this call, which override the client's.
		 * @param deadlines deadlines of this call, which override the client's
		 * @return this builder
		 */
		public Builder deadlines(IRDeadlines deadlines) {
			this.deadlines = deadlines;
			return this;
		}

		/**
		 * Build the request.
		 * @return the request
		 */
		public IRRerankRequest build() {
			return new IRRerankRequest(this.query, this.documents, this.objects, this.model, this.topN,
					this.returnDocuments, this.rankFields,
					(this.metadata != null) ? this.metadata : IRMetadata.builder().build(), this.deadlines);
		}

	}

}
