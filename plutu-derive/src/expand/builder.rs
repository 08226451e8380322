//! A request's typestate builder.
//!
//! Only required fields are part of the type: each is a parameter, `Unset` or `Set<T>` with the value
//! inside, so that `build` needs neither `Option` nor panic. Optional fields would only make every
//! type longer. Two traits for each required field carry the messages of a field that is missing or set
//! twice; their bounds stand on the methods and have the field's span, as rustc shows the text only
//! there.

use proc_macro2::Ident;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;
use quote::format_ident;
use quote::quote;
use quote::quote_spanned;
use syn::Index;
use syn::ext::IdentExt;

use crate::expand::free_name;
use crate::expand::list_names;
use crate::model::Field;
use crate::model::Gateway;
use crate::model::Request;
use crate::model::camel_case;
use crate::model::snake_case;

pub(super) fn items(request: &Request, gateway: &Gateway) -> TokenStream {
    let names = Names::new(request);
    let private = &quote_private(gateway);
    let states = states(request, &names, private);
    let structure = structure(request, &names, private);
    let required = names
        .required
        .iter()
        .map(|field| required_setter(field, request, &names, private));
    let optional = request
        .optional()
        .enumerate()
        .map(|(index, (field, inner))| optional_setter(field, inner, index, request, private));
    let build = build(request, &names, private);
    let answering = answering(request, gateway, &names, private);
    let Names { builder, .. } = &names;
    let parameters = names.parameters();
    let cfg = &request.cfg;
    quote! {
        #states
        #structure

        #cfg
        #[allow(dead_code)]
        impl<#(#parameters),*> #builder<#(#parameters),*> {
            #(#required)*
            #(#optional)*
            #build
        }

        #answering
    }
}

fn quote_private(gateway: &Gateway) -> TokenStream {
    let krate = &gateway.krate;
    quote!(#krate::__private)
}

/// The names of one builder.
struct Names<'a> {
    builder: Ident,
    /// The hidden module of the fields' traits.
    module: Ident,
    required: Vec<RequiredField<'a>>,
}

/// A required field, its parameter in the builder's type, and its two traits.
struct RequiredField<'a> {
    field: &'a Field,
    parameter: Ident,
    is_set: Ident,
    is_unset: Ident,
}

impl<'a> Names<'a> {
    fn new(request: &'a Request) -> Self {
        let mut taken = Vec::new();
        request
            .fields
            .iter()
            .for_each(|field| collect_idents(field.ty.clone(), &mut taken));
        let required = request.required().map(|field| {
            let name = camel_case(&field.name);
            let parameter = free_name(&format!("{name}State"), &taken, Span::call_site());
            taken.push(parameter.clone());
            let span = field.ident.span();
            let is_set = Ident::new(&format!("{parameter}IsSet"), span);
            let is_unset = Ident::new(&format!("{parameter}IsUnset"), span);
            RequiredField {
                field,
                parameter,
                is_set,
                is_unset,
            }
        });
        Self {
            required: required.collect(),
            builder: format_ident!("{}Builder", request.ident, span = Span::call_site()),
            module: format_ident!(
                "__{}_builder",
                snake_case(&request.ident.unraw().to_string())
            ),
        }
    }

    fn parameters(&self) -> Vec<&Ident> {
        self.required.iter().map(|field| &field.parameter).collect()
    }
}

fn collect_idents(tokens: TokenStream, idents: &mut Vec<Ident>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => idents.push(ident),
            TokenTree::Group(group) => collect_idents(group.stream(), idents),
            _ => {}
        }
    }
}

/// The traits that say what is missing or set twice, in a hidden module.
fn states(request: &Request, names: &Names<'_>, private: &TokenStream) -> TokenStream {
    let Request {
        visibility,
        title,
        cfg,
        ..
    } = request;
    let Names { module, .. } = names;
    let traits = names.required.iter().map(
        |RequiredField {
             field,
             is_set,
             is_unset,
             ..
         }| {
            let name = &field.name;
            let missing = format!("required field `{name}` of `{title}` is not set");
            let call = format!("call `.{name}(..)` before `.build()`");
            let twice = format!("field `{name}` of `{title}` is already set");
            let remove = format!("already set: remove one of the two calls of `.{name}(..)`");
            quote! {
                #[diagnostic::on_unimplemented(message = #missing, label = #call)]
                pub trait #is_set<T>: #private::Take<T> {}
                #[diagnostic::do_not_recommend]
                impl<T> #is_set<T> for #private::Set<T> {}
                #[diagnostic::on_unimplemented(message = #twice, label = #remove)]
                pub trait #is_unset {}
                #[diagnostic::do_not_recommend]
                impl #is_unset for #private::Unset {}
            }
        },
    );
    quote! {
        #cfg
        #[doc(hidden)]
        #[allow(dead_code, unreachable_pub)]
        #visibility mod #module { #(#traits)* }
    }
}

fn structure(request: &Request, names: &Names<'_>, private: &TokenStream) -> TokenStream {
    let Request {
        visibility,
        ident,
        title,
        cfg,
        ..
    } = request;
    let Names { builder, .. } = names;
    let parameters = names.parameters();
    let fields = names.required.iter().map(|required| &required.field.ident);
    let optional = request.optional().map(|(_, inner)| inner);
    let none = request.optional().map(|_| quote!(#private::Option::None));
    let required_names = list_names(
        names
            .required
            .iter()
            .map(|required| required.field.name.as_str()),
    );
    let first_line = format!(" Builds a [`{ident}`].");
    let required_line = if required_names.is_empty() {
        " Every field is optional.".to_owned()
    } else {
        format!(" Required before [`build`](Self::build): {required_names}.")
    };
    let start = format!(" Starts a `{title}`: set its fields in any order, then call `build`.");
    let unset = names.required.iter().map(|required| {
        let ident = &required.field.ident;
        quote!(#ident: #private::Unset)
    });
    let (builder_visibility, builder_fn) = if request.answers.is_some() && request.moves_money {
        (quote!(), format_ident!("__builder"))
    } else {
        (quote!(#visibility), format_ident!("builder"))
    };
    quote! {
        #cfg
        #[doc = #first_line]
        #[doc = ""]
        #[doc = #required_line]
        #[must_use = "call `.build()` to get the request"]
        #visibility struct #builder<#(#parameters = #private::Unset),*> {
            #(#fields: #parameters,)*
            __optional: (#(#private::Option<#optional>,)*),
        }

        #cfg
        #[automatically_derived]
        impl<#(#parameters),*> #private::fmt::Debug for #builder<#(#parameters),*> {
            fn fmt(&self, f: &mut #private::fmt::Formatter<'_>) -> #private::fmt::Result {
                f.write_str(::core::stringify!(#builder))
            }
        }

        #cfg
        #[allow(dead_code)]
        impl #ident {
            #[doc = #start]
            #builder_visibility fn #builder_fn() -> #builder {
                #builder { #(#unset,)* __optional: (#(#none,)*) }
            }
        }
    }
}

fn required_setter(
    required: &RequiredField<'_>,
    request: &Request,
    names: &Names<'_>,
    private: &TokenStream,
) -> TokenStream {
    let RequiredField {
        field,
        parameter,
        is_unset,
        ..
    } = required;
    let Field { ident, ty, .. } = field;
    let Names {
        builder, module, ..
    } = names;
    let visibility = &request.visibility;
    let docs = setter_docs(field, " Required.");
    let after = names.required.iter().map(|other| {
        let other = &other.parameter;
        if other == parameter {
            quote!(#private::Set<#ty>)
        } else {
            other.to_token_stream()
        }
    });
    let others = names
        .required
        .iter()
        .map(|other| &other.field.ident)
        .filter(|other| *other != ident);
    let bound = bound(field, parameter, module, &is_unset.to_token_stream());
    quote! {
        #docs
        #visibility fn #ident(self, #ident: #ty) -> #builder<#(#after),*> where #bound {
            #builder { #ident: #private::Set(#ident), #(#others: self.#others,)* __optional: self.__optional }
        }
    }
}

fn optional_setter(
    field: &Field,
    inner: &TokenStream,
    index: usize,
    request: &Request,
    private: &TokenStream,
) -> TokenStream {
    let ident = &field.ident;
    let maybe = format_ident!("maybe_{}", field.name, span = ident.span());
    let visibility = &request.visibility;
    let docs = setter_docs(field, " Optional.");
    let maybe_doc = format!(
        " Sets `{}` where there is a value: the last call counts.",
        field.name
    );
    let index = Index::from(index);
    quote! {
        #docs
        #visibility fn #ident(self, #ident: #inner) -> Self {
            self.#maybe(#private::Option::Some(#ident))
        }

        #[doc = #maybe_doc]
        #visibility fn #maybe(mut self, #ident: #private::Option<#inner>) -> Self {
            self.__optional.#index = #ident;
            self
        }
    }
}

/// The field's own documentation, and whether it must be set.
fn setter_docs(field: &Field, need: &str) -> TokenStream {
    let mut docs = field
        .docs()
        .into_iter()
        .map(ToTokens::to_token_stream)
        .collect::<TokenStream>();
    if docs.is_empty() {
        let doc = format!(" Sets `{}`.", field.name);
        docs = quote!(#[doc = #doc]);
    }
    quote!(#docs #[doc = ""] #[doc = #need])
}

fn build(request: &Request, names: &Names<'_>, private: &TokenStream) -> TokenStream {
    let Request {
        visibility, ident, ..
    } = request;
    let Names { module, .. } = names;
    let bounds = names.required.iter().map(
        |RequiredField {
             field,
             parameter,
             is_set,
             ..
         }| {
            let ty = &field.ty;
            bound(
                field,
                parameter,
                module,
                &quote_spanned!(field.ident.span()=> #is_set<#ty>),
            )
        },
    );
    let required = names.required.iter().map(|required| {
        let ident = &required.field.ident;
        quote!(#ident: #private::Take::take(self.#ident))
    });
    let optional = request
        .optional()
        .enumerate()
        .map(|(index, (Field { ident, .. }, _))| {
            let index = Index::from(index);
            quote!(#ident: self.__optional.#index)
        });
    let bounds = (!names.required.is_empty()).then(|| quote!(where #(#bounds),*));
    let signature = quote_spanned!(ident.span()=> fn build(self) -> #ident);
    quote! {
        /// Finishes the request. It compiles once every required field is set.
        #[must_use]
        #visibility #signature #bounds {
            #ident { #(#required,)* #(#optional,)* }
        }
    }
}

/// Starts a builder whose first fields are set from the reply to an earlier request.
fn answering(
    request: &Request,
    gateway: &Gateway,
    names: &Names<'_>,
    private: &TokenStream,
) -> TokenStream {
    let Request {
        visibility,
        ident,
        title,
        cfg,
        ..
    } = request;
    let answered = request.answers.as_ref().and_then(|answers| {
        let earlier = gateway
            .requests()
            .find(|other| other.ident == answers.request)?;
        Some((answers, earlier.reply.as_ref()?))
    });
    let Some((answers, reply)) = answered else {
        return TokenStream::new();
    };
    let Gateway {
        krate, currency, ..
    } = gateway;
    let builder = &names.builder;
    let is_set = |field: &Field| answers.fields.contains(&field.ident);
    let states = names.required.iter().map(|RequiredField { field, .. }| {
        let ty = &field.ty;
        if is_set(field) {
            quote!(#private::Set<#ty>)
        } else {
            quote!(#private::Unset)
        }
    });
    let setters = answers.fields.iter().map(
        |field| quote_spanned!(field.span()=> .#field(#private::ToField::to_field(reply.#field()))),
    );
    let set = list_names(
        names
            .required
            .iter()
            .map(|required| required.field)
            .filter(|field| is_set(field))
            .map(|field| field.name.as_str()),
    );
    let doc = format!(
        " Starts a `{title}` that answers the reply to a [`{}`]: {set} are set from it.",
        answers.request
    );
    let answering = if request.moves_money {
        quote! {
            #visibility fn answering(reply: &#reply, amount: #krate::Amount<#currency>) -> #private::Result<#builder<#(#states),*>, #krate::Mismatch> {
                #private::compare_amounts(amount, #private::ToField::to_field(reply.amount()))?;
                #private::Ok(#ident::__builder() #(#setters)*)
            }
        }
    } else {
        quote! {
            #visibility fn answering(reply: &#reply) -> #builder<#(#states),*> {
                #ident::builder() #(#setters)*
            }
        }
    };
    quote! {
        #cfg
        #[allow(dead_code)]
        impl #ident {
            #[doc = #doc]
            #answering
        }
    }
}

/// A bound of a field's parameter. Every token has the field's span, or else rustc blames the attribute.
fn bound(field: &Field, parameter: &Ident, module: &Ident, state: &TokenStream) -> TokenStream {
    let span = field.ident.span();
    let [parameter, module] = [parameter, module].map(|ident| Ident::new(&ident.to_string(), span));
    quote_spanned!(span=> #parameter: #module::#state)
}
