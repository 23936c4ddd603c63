package ai.matey.docs;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.CallPriority;
import ai.matey.core.Bridge;
import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.AuthorizationException;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;

/**
 * The code in {@code docs/batches.md}.
 */
class BatchSnippets {

	record Ticket(long id, String text) {
	}

	record Label(long ticket, @Nullable String text, @Nullable String failure) {
	}

	Flux<Label> label(Bridge bridge, Flux<Ticket> tickets) {
		return tickets.flatMap((ticket) -> label(bridge, ticket), 32).contextWrite(CallPriority.BATCH);
	}

	Mono<Label> label(Bridge bridge, Ticket ticket) {
		IRChatRequest request = IRChatRequest.builder()
			.system("Answer with one word: bug, wish or question.")
			.user(ticket.text())
			.build();
		return bridge.chat(request)
			.map((response) -> new Label(ticket.id(), response.text(), null))
			.onErrorResume(AdapterException.class, (failure) -> isOfThisTicket(failure)
					? Mono.just(new Label(ticket.id(), null, failure.getMessage())) : Mono.error(failure));
	}

	boolean isOfThisTicket(AdapterException failure) {
		return !(failure instanceof AuthenticationException || failure instanceof AuthorizationException
				|| failure.code() == ErrorCode.CLIENT_CLOSED);
	}

	Mono<IREmbedResponse> vectors(Bridge bridge, List<String> texts) {
		String model = "intfloat/multilingual-e5-large-instruct";
		return bridge.embed(IREmbedRequest.builder().model(model).input(texts).build());
	}

}
