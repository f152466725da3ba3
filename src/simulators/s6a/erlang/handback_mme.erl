%% MMEs on the Diameter stack of Erlang/OTP, for tests and benchmarks: software of another hand, which decodes our requests
%% and decides by its own rules what a well-formed one is.
%%
%% Arguments: its identity, its realm, and `auto` or `ask`. It prints `listening PORT`. With `auto` it acknowledges every
%% request in the name of whichever node it is for. With `ask` it prints each one as a line that begins with a number, and
%% waits for a line `NUMBER HOW` on its input: acknowledge, refuse, unknown_user or unreachable.
%%
%% Needs no header files, which Debian keeps in a package of their own: messages are maps, and the dictionary is compiled
%% when it starts.
-module(handback_mme).
-export([main/0]).
-export([peer_up/3, peer_down/3, pick_peer/4, prepare_request/3, prepare_retransmit/3,
         handle_answer/4, handle_error/4, handle_request/3]).

-define(S6A, 16777251).
-define(TGPP, 10415).
%% The place of the message in the record diameter_packet.
-define(MSG, 4).

main() ->
    [Identity, Realm, _] = init:get_plain_arguments(),
    load_dictionary(),
    waiting = ets:new(waiting, [named_table, public]),
    ok = diameter:start(),
    ok = diameter:start_service(?MODULE,
        [{'Origin-Host', Identity}, {'Origin-Realm', Realm}, {'Vendor-Id', 0},
         {'Product-Name', "Handback test MME"}, {'Supported-Vendor-Id', [?TGPP]},
         {'Vendor-Specific-Application-Id',
          [[{'Vendor-Id', ?TGPP}, {'Auth-Application-Id', [?S6A]}]]},
         {decode_format, map},
         %% Two workers of one operator may come with one identity.
         {restrict_connections, false},
         {application, [{alias, s6a}, {dictionary, s6a}, {module, ?MODULE},
                        {request_errors, answer}]}]),
    {ok, Transport} = diameter:add_transport(?MODULE,
        {listen, [%% Who comes back is heard at once. By RFC 3539, and by default here, what such a peer asks is thrown
                  %% away until it answered three watchdogs.
                  {watchdog_config, [{okay, 0}]},
                  {transport_module, diameter_tcp},
                  {transport_config, [{ip, {127, 0, 0, 1}}, {port, 0}, {reuseaddr, true}]}]}),
    _ = diameter_reg:wait({diameter_tcp, listener, {Transport, '_'}}),
    [{listen, Port, _}] = diameter_tcp:ports(),
    io:format("listening ~w~n", [Port]),
    obey().

load_dictionary() ->
    {ok, [Forms]} = diameter_make:codec("s6a.dia", [forms, return]),
    {ok, s6a, Code} = compile:forms(Forms),
    {module, s6a} = code:load_binary(s6a, "s6a.beam", Code).

%% Ends with its input: nobody is left who could ask.
obey() ->
    case io:get_line("") of
        Line when is_list(Line) ->
            [Number, How] = string:lexemes(Line, " \n"),
            [Pid ! {how, list_to_atom(How)}
             || {_, Pid} <- ets:take(waiting, list_to_integer(Number))],
            obey();
        _ -> halt(0)
    end.

peer_up(_, _, State) -> State.
peer_down(_, _, State) -> State.
pick_peer(_, _, _, _) -> false.
prepare_request(_, _, _) -> discard.
prepare_retransmit(_, _, _) -> discard.
handle_answer(_, _, _, _) -> ok.
handle_error(_, _, _, _) -> ok.

%% Runs in a process of its own for each request.
handle_request(Packet, _, _) ->
    [Name | Request] = element(?MSG, Packet),
    case decide(Name, Request) of
        unreachable -> {answer_message, 3002};
        How -> {reply, [answer_name(Name) | answer(Request, How)]}
    end.

decide(Name, Request) ->
    case lists:last(init:get_plain_arguments()) of
        "auto" -> acknowledge;
        "ask" ->
            Number = erlang:unique_integer([positive]),
            ets:insert(waiting, {Number, self()}),
            io:format("~w ~s~n", [Number, lists:join(" ", words(Name, Request))]),
            receive {how, How} -> How end
    end.

words('CLR', #{'Cancellation-Type' := Type} = Request) ->
    ["317" | about(Request)] ++ [number([Type]), number(maps:get('CLR-Flags', Request, []))];
words('IDR', #{'Subscription-Data' := Data} = Request) ->
    ["319" | about(Request)] ++ [number(maps:get('Subscriber-Status', Data, [])),
                                 number(maps:get('Operator-Determined-Barring', Data, []))].

about(#{'Destination-Host' := Host, 'Destination-Realm' := Realm, 'User-Name' := Imsi,
        'Session-Id' := Session}) ->
    [Host, Realm, Imsi, Session].

number([]) -> "-";
number([Value]) -> integer_to_list(Value);
number(Value) -> integer_to_list(Value).

answer_name('CLR') -> 'CLA';
answer_name('IDR') -> 'IDA'.

answer(#{'Session-Id' := Session, 'Destination-Host' := Host, 'Destination-Realm' := Realm}, How) ->
    maps:merge(result(How), #{'Session-Id' => Session, 'Auth-Session-State' => 1,
                              'Origin-Host' => Host, 'Origin-Realm' => Realm}).

result(acknowledge) -> #{'Result-Code' => 2001};
result(refuse) -> #{'Result-Code' => 5012};
result(unknown_user) ->
    #{'Experimental-Result' => #{'Vendor-Id' => ?TGPP, 'Experimental-Result-Code' => 5001}}.
