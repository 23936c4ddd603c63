package ai.matey.autoconfigure.together.exchange;

import java.io.ByteArrayOutputStream;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

import ai.matey.autoconfigure.together.exchange.Exchange.Outcome;

/**
 * Records what a client sends and receives, without changing it. Thread-safe.
 */
final class ExchangeRecorder implements ExchangeFilterFunction {

	private final ExchangeLog log;

	private final boolean contentIncluded;

	ExchangeRecorder(ExchangeLog log, boolean contentIncluded) {
		this.log = log;
		this.contentIncluded = contentIncluded;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.defer(() -> {
			ExchangeSecrets secrets = new ExchangeSecrets(request.headers());
			ContentRedactor redactor = new ContentRedactor(secrets, this.contentIncluded);
			ExchangeRecording recording = this.log.begin(request.method().name(),
					secrets.removedFrom(request.url().getPath()), secrets.requestHeaders());
			return next.exchange(recorded(request, recording, redactor))
				.map((response) -> recorded(response, recording, secrets, redactor))
				.doOnError((failure) -> recording.ended(Outcome.FAILED))
				.doOnCancel(() -> recording.ended(Outcome.CANCELLED));
		});
	}

	private static ClientRequest recorded(ClientRequest request, ExchangeRecording recording,
			ContentRedactor redactor) {
		return ClientRequest.from(request)
			.body((message, context) -> request.body()
				.insert(new RecordedRequest(message, recording, redactor), context))
			.build();
	}

	private ClientResponse recorded(ClientResponse response, ExchangeRecording recording, ExchangeSecrets secrets,
			ContentRedactor redactor) {
		HttpHeaders headers = response.headers().asHttpHeaders();
		recording.responded(response.statusCode().value(), secrets.responseHeaders(headers));
		MediaType contentType = headers.getContentType();
		ResponseRecorder recorder = new ResponseRecorder(this.log, recording, redactor,
				contentType != null && contentType.isCompatibleWith(MediaType.TEXT_EVENT_STREAM));
		return response.mutate()
			.body((body) -> body.doOnNext((buffer) -> recorder.received(copy(buffer))).doFinally((signal) -> {
				recorder.ended();
				recording.ended(outcome(signal));
			}))
			.build();
	}

	private static Outcome outcome(SignalType signal) {
		return switch (signal) {
			case ON_COMPLETE -> Outcome.COMPLETE;
			case CANCEL -> Outcome.CANCELLED;
			default -> Outcome.FAILED;
		};
	}

	private static byte[] copy(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		int position = buffer.readPosition();
		buffer.read(bytes);
		buffer.readPosition(position);
		return bytes;
	}

	/**
	 * A request whose body is recorded while it is sent. Bodies are in memory anyway.
	 */
	private static final class RecordedRequest extends ClientHttpRequestDecorator {

		private final ExchangeRecording recording;

		private final ContentRedactor redactor;

		private RecordedRequest(ClientHttpRequest delegate, ExchangeRecording recording, ContentRedactor redactor) {
			super(delegate);
			this.recording = recording;
			this.redactor = redactor;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			if (body instanceof Mono<?>) {
				return super.writeWith(Mono.<DataBuffer>from(body)
					.doOnNext((buffer) -> this.recording.sent(this.redactor.body(copy(buffer)))));
			}
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			Flux<DataBuffer> recorded = Flux.<DataBuffer>from(body)
				.doOnNext((buffer) -> bytes.writeBytes(copy(buffer)))
				.doOnComplete(() -> this.recording.sent(this.redactor.body(bytes.toByteArray())));
			return super.writeWith(recorded);
		}

	}

}
