//! The protocol's requests, answered by the engine.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use axum::http::request::Parts;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, CompleteRequestMethod,
    CompleteRequestParams, CompleteResult, ContentBlock, ErrorCode, GetPromptRequestParams,
    GetPromptResponse, GetPromptResult, Implementation, ListPromptsResult, ListResourceTemplatesResult,
    ListResourcesResult, ListToolsResult, PaginatedRequestParams, ProtocolVersion, ReadResourceRequestParams,
    ReadResourceResponse, ReadResourceResult, ResourceContents, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler};
use ward_access::{Principal, Scope, decide};
use ward_ops::{Credential, Engine, ErrorKind, Face, Incoming, OpError, UNKNOWN};

use super::McpOptions;
use super::catalogue::Catalogue;
use super::documents::{self, Documents};
use super::prompts::{self, NoPrompt};
use super::stdio::LocalIdentity;
use crate::calls::Calls;
use crate::http::problem::{Challenge, Problem};

/// The revisions that are served. That of 2024 knew no streamable HTTP.
const VERSIONS: &[ProtocolVersion] = &[
    ProtocolVersion::V_2025_03_26,
    ProtocolVersion::V_2025_06_18,
    ProtocolVersion::V_2025_11_25,
    ProtocolVersion::V_2026_07_28,
];

/// How long a client may keep a list or a text, in milliseconds. Scopes change, so not for long.
const FRESH_MS: u64 = 60_000;

/// A call was refused. From the range that the protocol leaves to implementations.
const REFUSED: ErrorCode = ErrorCode(-32001);

const INSTRUCTIONS: &str = "Ward hashes and verifies passwords, issues and checks tokens, encrypts, keeps keys and judges \
    TLS endpoints; every call is recorded. Begin with whoami. Read ward://docs/agents. Keys never leave Ward: name them.";

/// The protocol's requests, answered by the engine.
#[derive(Clone)]
pub(super) struct Handler {
    engine: Arc<Engine>,
    catalogue: Arc<Catalogue>,
    documents: Arc<Documents>,
    calls: Calls,
    /// Who calls where no request says so.
    local: Option<Arc<LocalIdentity>>,
}

/// Who sent a request over HTTP, and what is to become of the response.
#[derive(Clone)]
pub(super) struct Caller(Arc<CallerState>);

struct CallerState {
    principal: Principal,
    address: Option<IpAddr>,
    request_id: String,
    verdict: OnceLock<Verdict>,
}

/// What the handler says to the HTTP layer beside its answer.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    /// The answer's texts are Ward's own.
    Own,
    /// The caller may not, which is said in HTTP, so that a client can ask for the scope.
    Refused(Box<Problem>),
}

impl Caller {
    pub(super) fn new(principal: Principal, address: Option<IpAddr>, request_id: String) -> Self {
        Self(Arc::new(CallerState {
            principal,
            address,
            request_id,
            verdict: OnceLock::new(),
        }))
    }

    pub(super) fn verdict(&self) -> Option<&Verdict> {
        self.0.verdict.get()
    }
}

/// Who calls, as far as one request is concerned.
struct Who {
    principal: Principal,
    address: Option<IpAddr>,
    request_id: String,
    /// Whether the client knows the stateless revision, which has refusals in HTTP.
    modern: bool,
    caller: Option<Caller>,
}

impl Who {
    fn incoming(&self) -> Incoming {
        Incoming {
            face: Face::Mcp,
            credential: Credential::Vouched(Box::new(self.principal.clone())),
            address: self.address,
            request_id: self.request_id.clone(),
        }
    }

    fn tell(&self, verdict: Verdict) {
        if let Some(caller) = &self.caller {
            // The first word stands: a refusal is not softened by what is said later.
            let _ = caller.0.verdict.set(verdict);
        }
    }

    /// The problem, told to the HTTP layer where it is one of permission.
    fn problem(&self, error: OpError, scope: Scope) -> Problem {
        let challenge = match (error.kind, error.code) {
            (ErrorKind::Unauthenticated, _) => Some(Challenge::InvalidToken),
            (ErrorKind::Forbidden, "missing_scope") => Some(Challenge::InsufficientScope(scope)),
            _ => None,
        };
        let mut problem = Problem::from(error);
        if let Some(challenge) = challenge {
            problem = problem.challenge(challenge);
            if self.modern {
                self.tell(Verdict::Refused(Box::new(problem.clone())));
            }
        }
        problem
    }
}

impl Handler {
    pub(super) fn new(engine: Arc<Engine>, options: &McpOptions, calls: Calls) -> Self {
        Self {
            catalogue: Arc::new(Catalogue::new(engine.registry(), options)),
            documents: Arc::new(Documents::new(engine.registry(), options)),
            engine,
            calls,
            local: None,
        }
    }

    /// The same for one user, whoever that is.
    pub(super) fn used_by(mut self, identity: LocalIdentity) -> Self {
        self.local = Some(Arc::new(identity));
        self
    }

    async fn who(&self, context: &RequestContext<RoleServer>) -> Result<Who, ErrorData> {
        let modern = context
            .protocol_version()
            .is_some_and(|version| version.as_str() >= ProtocolVersion::V_2026_07_28.as_str());
        let parts = context.extensions.get::<Parts>();
        if let Some(caller) = parts.and_then(|parts| parts.extensions.get::<Caller>()) {
            return Ok(Who {
                principal: caller.0.principal.clone(),
                address: caller.0.address,
                request_id: caller.0.request_id.clone(),
                modern,
                caller: Some(caller.clone()),
            });
        }
        let local = self.local.as_ref().ok_or_else(internal)?;
        // Asked anew for every request, so that a key that was revoked is of no use from then on.
        let principal = self
            .engine
            .authenticate(&local.credential())
            .await
            .map_err(|error| refused(&Problem::from(error), ""))?;
        Ok(Who {
            principal,
            address: None,
            request_id: Incoming::new_request_id(),
            modern,
            caller: None,
        })
    }

    async fn call(&self, who: &Who, name: &'static str, body: Vec<u8>) -> Result<String, OpError> {
        let (engine, incoming) = (self.engine.clone(), who.incoming());
        let json = self
            .calls
            .to_its_end(async move { engine.call(incoming, name, &body).await })
            .await?;
        String::from_utf8(json).map_err(|_| OpError::internal("the response is not utf-8"))
    }

    /// Records a call of what agents are not offered, and says that there is no such tool.
    async fn unknown_tool(&self, who: &Who, name: &str) -> ErrorData {
        let (name, code) = match self.engine.registry().find(name) {
            Some(entry) => (entry.spec().name, "not_exposed"),
            None => (UNKNOWN, "unknown_tool"),
        };
        let (engine, incoming) = (self.engine.clone(), who.incoming());
        let recorded = self
            .calls
            .to_its_end(async move { engine.record_refusal(&incoming, name, code).await })
            .await;
        match recorded {
            Ok(()) => ErrorData::invalid_params("there is no tool of that name", None),
            Err(error) => refused(&Problem::from(error), &who.request_id),
        }
    }
}

/// A fault of Ward's own.
fn internal() -> ErrorData {
    ErrorData::internal_error("ward failed to do this; the fault is its own", None)
}

/// A refusal where the protocol has no result that could be one.
fn refused(problem: &Problem, request_id: &str) -> ErrorData {
    let document = problem.document_with_wait(request_id);
    ErrorData::new(REFUSED, "ward refused to do this", Some(document))
}

/// Lists are short and come whole, so there is no second page.
fn only_page(request: Option<&PaginatedRequestParams>) -> Result<(), ErrorData> {
    match request.and_then(|request| request.cursor.as_ref()) {
        None => Ok(()),
        Some(_) => Err(ErrorData::invalid_params("there is no page at this cursor", None)),
    }
}

impl ServerHandler for Handler {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .enable_prompts()
            .build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("ward", env!("CARGO_PKG_VERSION")).with_title("Ward"))
            .with_instructions(INSTRUCTIONS)
    }

    fn supported_protocol_versions(&self) -> std::borrow::Cow<'static, [ProtocolVersion]> {
        std::borrow::Cow::Borrowed(VERSIONS)
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.catalogue.find(name).map(|offer| offer.tool.clone())
    }

    async fn complete(
        &self,
        _: CompleteRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        Err(ErrorData::method_not_found::<CompleteRequestMethod>())
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        only_page(request.as_ref())?;
        let who = self.who(&context).await?;
        let tools = self.catalogue.visible_to(&who.principal, self.engine.now());
        who.tell(Verdict::Own);
        Ok(ListToolsResult::with_all_items(tools)
            .with_ttl_ms(FRESH_MS)
            .with_cache_scope(CacheScope::Private))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let who = self.who(&context).await?;
        let Some(offer) = self.catalogue.find(&request.name) else {
            let error = self.unknown_tool(&who, &request.name).await;
            who.tell(Verdict::Own);
            return Err(error);
        };
        let body = serde_json::to_vec(&request.arguments.unwrap_or_default()).map_err(|_| internal())?;
        let answered = self.call(&who, offer.spec.name, body).await;
        let result = match answered {
            Ok(text) => {
                let value = serde_json::from_str(&text).map_err(|_| internal())?;
                let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
                result.structured_content = Some(value);
                result
            }
            Err(error) => {
                let problem = who.problem(error, offer.spec.scope);
                CallToolResult::structured_error(problem.document_with_wait(&who.request_id))
            }
        };
        who.tell(Verdict::Own);
        Ok(result.into())
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        only_page(request.as_ref())?;
        let who = self.who(&context).await?;
        let may_read_audit = decide(&who.principal, documents::AUDIT_HEAD_SCOPE, self.engine.now());
        who.tell(Verdict::Own);
        Ok(
            ListResourcesResult::with_all_items(self.documents.list(may_read_audit.is_allowed()))
                .with_ttl_ms(FRESH_MS)
                .with_cache_scope(CacheScope::Private),
        )
    }

    async fn list_resource_templates(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        only_page(request.as_ref())?;
        self.who(&context).await?.tell(Verdict::Own);
        Ok(
            ListResourceTemplatesResult::with_all_items(documents::templates())
                .with_ttl_ms(FRESH_MS)
                .with_cache_scope(CacheScope::Private),
        )
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let who = self.who(&context).await?;
        let (contents, ttl) = if request.uri == documents::AUDIT_HEAD {
            let called = self
                .call(&who, documents::AUDIT_HEAD_OPERATION, b"{}".to_vec())
                .await;
            let text = called.map_err(|error| {
                let problem = who.problem(error, documents::AUDIT_HEAD_SCOPE);
                who.tell(Verdict::Own);
                refused(&problem, &who.request_id)
            })?;
            let contents = ResourceContents::text(text, request.uri);
            // Every call moves the head.
            (contents.with_mime_type(documents::JSON), 0)
        } else {
            let found = self.documents.read(&request.uri);
            who.tell(Verdict::Own);
            let missing = || ErrorData::resource_not_found("there is no resource at this address", None);
            (found.ok_or_else(missing)?, FRESH_MS)
        };
        who.tell(Verdict::Own);
        Ok(ReadResourceResult::new(vec![contents])
            .with_ttl_ms(ttl)
            .with_cache_scope(CacheScope::Private)
            .into())
    }

    async fn list_prompts(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        only_page(request.as_ref())?;
        self.who(&context).await?.tell(Verdict::Own);
        Ok(ListPromptsResult::with_all_items(prompts::list())
            .with_ttl_ms(FRESH_MS)
            .with_cache_scope(CacheScope::Private))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        self.who(&context).await?.tell(Verdict::Own);
        let (description, messages) =
            prompts::fill(&request.name, request.arguments.as_ref()).map_err(|error| {
                let sentence = match error {
                    NoPrompt::Unknown => "there is no prompt of that name",
                    NoPrompt::Argument => "an argument of the prompt is missing or not valid",
                };
                ErrorData::invalid_params(sentence, None)
            })?;
        Ok(GetPromptResult::new(messages)
            .with_description(description)
            .into())
    }
}
