//! The gateway's description, `Gateway::SPEC`: constant data that tools read. It repeats most of
//! the declaration, so it is printed with few tokens: the items of plutu-core have short names.

use proc_macro2::Ident;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use quote::ToTokens;
use quote::format_ident;
use quote::quote;
use syn::ext::IdentExt;

use crate::model::Answers;
use crate::model::Callback;
use crate::model::Field;
use crate::model::Gateway;
use crate::model::Item;
use crate::model::Request;
use crate::model::ReturnPage;
use crate::model::Structure;
use crate::model::docs;

pub(super) fn constant(gateway: &Gateway) -> TokenStream {
    let private = &gateway.paths.private;
    let docs = docs(&gateway.attributes);
    let mut values = Values::default();
    let [mut requests, mut callbacks, mut pages] = [(); 3].map(|()| TokenStream::new());
    for item in &gateway.items {
        match item {
            Item::Request(it) => requests.extend(request(it, &gateway.name, &mut values)),
            Item::Callback(it) => callbacks.extend(callback(it, &mut values)),
            Item::ReturnPage(it) => pages.extend(return_page(it, &mut values)),
            Item::Plain(_) | Item::Verbatim(_) => {}
        }
    }
    let values = values.constants();
    quote! {
        const SPEC: &'static #private::spec::GatewaySpec = {
            #[allow(unused_imports)]
            use #private::spec::{self as __spec, FieldSpec as __FieldSpec, NotAField as _, Of as __Of};
            #(#values)*
            &__spec::gateway::<Self>(#docs, &[#requests], &[#callbacks], &[#pages])
        };
    }
}

fn request(request: &Request, gateway_name: &str, values: &mut Values) -> TokenStream {
    let Structure {
        cfg,
        ident,
        attributes,
        fields,
        ..
    } = &request.structure;
    let (name, docs) = (ident.unraw().to_string(), docs(attributes));
    let path = format!("/transaction/{}/{}", gateway_name, request.action);
    let answers = request.answers.as_ref();
    let answers = answers.map_or_else(|| quote!(__spec::NOTHING), answered);
    let fields = fields.iter().map(|it| field(it, "SENT", cfg, values));
    quote! {
        #cfg
        __spec::request::<#ident>(#name, #docs, #path, #answers, &[#(#fields),*]),
    }
}

fn answered(answers: &Answers) -> TokenStream {
    let request = answers.request.unraw().to_string();
    let fields = answers.fields.iter().map(|it| it.unraw().to_string());
    quote!(__spec::answers(#request, &[#(#fields),*]))
}

fn callback(callback: &Callback, values: &mut Values) -> TokenStream {
    let flags: &[_] = if callback.approved_only {
        &["approved"]
    } else {
        &["approved", "canceled"]
    };
    signed(&callback.structure, &["gateway"], flags, values)
}

fn return_page(page: &ReturnPage, values: &mut Values) -> TokenStream {
    signed(&page.structure, &[], &["approved"], values)
}

fn signed(
    structure: &Structure,
    first: &[&str],
    flags: &[&str],
    values: &mut Values,
) -> TokenStream {
    let Structure {
        cfg,
        ident,
        attributes,
        fields,
        ..
    } = structure;
    let (name, docs) = (ident.unraw().to_string(), docs(attributes));
    let keys = fields.iter().map(|field| field.wire.as_str());
    let keys = first.iter().chain(flags).copied().chain(keys);
    let fields = fields.iter().map(|it| field(it, "READ", cfg, values));
    quote! {
        #cfg
        __spec::signed(#name, #docs, &[#(#keys),*], &[#(#flags),*], &[#(#fields),*]),
    }
}

/// The description of a field. `role` is the constant that describes the field's type: `SENT` in a
/// request, `READ` in a callback or a return page.
fn field(field: &Field, role: &str, cfg: &TokenStream, values: &mut Values) -> TokenStream {
    let Field { name, wire, .. } = field;
    let docs = docs(&field.attributes);
    let is_required = field.inner.is_none();
    let ty = field.inner.as_ref().unwrap_or(&field.ty);
    let value = values.of(ty, role, cfg);
    quote!(__FieldSpec { name: #name, wire: #wire, docs: #docs, is_required: #is_required, value: #value })
}

/// The constants that describe the fields' types. Each exists once, because many fields have the
/// same type.
#[derive(Default)]
struct Values(Vec<Value>);

struct Value {
    /// The expression as a string, to find the constant again.
    text: String,
    of: TokenStream,
}

impl Values {
    /// The description of a type in a role. Under `#[cfg]` the type may not exist, so it gets no
    /// shared constant.
    fn of(&mut self, ty: &TokenStream, role: &str, cfg: &TokenStream) -> TokenStream {
        let role = Ident::new(role, Span::call_site());
        let of = quote!(__Of::<#ty>::#role);
        if !cfg.is_empty() {
            return of;
        }
        let text = of.to_string();
        let known = self.0.iter().position(|value| value.text == text);
        let place = known.unwrap_or(self.0.len());
        if known.is_none() {
            self.0.push(Value { text, of });
        }
        constant_name(place).into_token_stream()
    }

    fn constants(&self) -> impl Iterator<Item = TokenStream> {
        self.0.iter().enumerate().map(|(place, Value { of, .. })| {
            let name = constant_name(place);
            quote!(const #name: &__spec::ValueSpec = #of;)
        })
    }
}

fn constant_name(place: usize) -> Ident {
    format_ident!("__VALUE_{place}")
}
