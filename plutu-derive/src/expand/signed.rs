//! The code that callbacks and return pages share: a struct that holds the proof of its
//! verification, its methods and traits, and the reading of its fields.

use proc_macro2::TokenStream;
use quote::quote;
use quote::quote_spanned;
use syn::Ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::expand::debug;
use crate::expand::span::respanned;
use crate::expand::structure;
use crate::model::Field;
use crate::model::Paths;
use crate::model::Structure;

/// The parts that differ between callbacks and return pages.
pub(super) struct Signed<'a> {
    pub(super) structure: &'a Structure,
    pub(super) paths: &'a Paths,
    /// The fields that the struct itself holds. The proof holds the others.
    pub(super) own_fields: Vec<&'a Field>,
    pub(super) names: SignedNames,
    /// What the documentation calls it.
    pub(super) noun: &'static str,
    pub(super) must_use: &'static str,
    /// The expression after `const KEYS = `, without its type.
    pub(super) keys: TokenStream,
    /// The other associated items of the `declared` trait.
    pub(super) associated: TokenStream,
    /// The methods besides `verify` and `matched_key`.
    pub(super) methods: TokenStream,
    pub(super) accessors: TokenStream,
}

/// The names of plutu-core that differ between callbacks and return pages.
pub(super) struct SignedNames {
    /// The public trait, in `callback`.
    pub(super) public: Ident,
    /// The trait through which plutu-core uses the declaration, in `__private`.
    pub(super) declared: Ident,
    /// The type of the keys, in `__private`.
    pub(super) keys: Ident,
    /// The type of the proof, in `__private`.
    pub(super) proof: Ident,
}

impl Signed<'_> {
    pub(super) fn items(&self) -> TokenStream {
        let structure = self.structure();
        let inherent = self.inherent();
        let public = self.public();
        let declared = self.declared();
        let debug = self.debug();
        quote!(#structure #inherent #public #declared #debug)
    }

    /// Prints the struct. Its fields are private, so that only verified values can be in it.
    fn structure(&self) -> TokenStream {
        let private = &self.paths.private;
        let must_use = self.must_use;
        let proof = &self.names.proof;
        let fields = self.own_fields.iter().map(|field| {
            let (attributes, ident, ty) = (&field.attributes, &field.ident, &field.ty);
            quote!(#(#attributes)* #ident: #ty,)
        });
        // If the author derives a trait that the proof does not implement, rustc points at the
        // struct's name.
        let proof = respanned(
            quote!(__verified: #private::#proof<Self>),
            self.structure.ident.span(),
        );
        structure::print(
            self.structure,
            &quote!(#[must_use = #must_use]),
            &quote!(#(#fields)* #proof,),
        )
    }

    fn inherent(&self) -> TokenStream {
        let Structure {
            cfg,
            visibility,
            ident,
            ..
        } = self.structure;
        let Paths { core, private, .. } = self.paths;
        let (public, noun) = (&self.names.public, self.noun);
        let (methods, accessors) = (&self.methods, &self.accessors);
        let verify = format!(
            " Verifies the {noun} from the raw query, with or without its `?`.\n\n \
             Pass the query exactly as it was received. If a framework has parsed and rebuilt it, \
             the signature may no longer match.\n\n \
             # Errors\n\n Returns the reason why the query was rejected."
        );
        quote! {
            #cfg
            #[allow(dead_code)]
            impl #ident {
                #[doc = #verify]
                #visibility fn verify(raw_query: &str, verifier: &#core::Verifier) -> #private::Result<Self, #core::CallbackError> {
                    <Self as #core::callback::#public>::verify(raw_query, verifier)
                }

                #methods

                /// Returns which of the verifier's secrets the signature was made with.
                #[must_use]
                #visibility fn matched_key(&self) -> #core::callback::MatchedKey {
                    <Self as #core::callback::#public>::matched_key(self)
                }

                #accessors
            }
        }
    }

    /// Prints the public trait, which generic code uses.
    fn public(&self) -> TokenStream {
        let (cfg, ident) = (&self.structure.cfg, &self.structure.ident);
        let core = &self.paths.core;
        let public = &self.names.public;
        quote! {
            #cfg
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #core::callback::#public for #ident {
                type Gateway = Gateway;
            }
        }
    }

    /// Prints the trait through which plutu-core uses the declaration.
    fn declared(&self) -> TokenStream {
        let (cfg, ident) = (&self.structure.cfg, &self.structure.ident);
        let Paths { core, private, .. } = self.paths;
        let SignedNames {
            declared,
            keys,
            proof,
            ..
        } = &self.names;
        let (associated, value) = (&self.associated, &self.keys);
        let fields = self.own_fields.iter().map(|field| read(field));
        quote! {
            #cfg
            #[automatically_derived]
            impl #private::#declared for #ident {
                const KEYS: #private::#keys = #private::#keys::#value;
                #associated

                fn from_verified(
                    verified: #private::#proof<Self>,
                    fields: &#private::SignedFields<'_>,
                ) -> #private::Result<Self, #core::CallbackError> {
                    #private::Ok(Self { #(#fields,)* __verified: verified })
                }

                fn verified(&self) -> &#private::#proof<Self> {
                    &self.__verified
                }
            }
        }
    }

    /// Prints `Debug`. It shows the values that the accessors return, unless they are personal or
    /// secret, and no more of the proof.
    fn debug(&self) -> TokenStream {
        let private = &self.paths.private;
        let title = self.structure.ident.unraw().to_string();
        let fields = self.structure.fields.iter().map(debug_field);
        let body = quote! {
            #[allow(unused_imports)]
            use #private::{Shown as __Shown, spec::{NotAField as _, Of as __Of}};
            f.debug_struct(#title)#(#fields)*.finish()
        };
        debug::implementation(self.structure, self.paths, &body)
    }
}

/// Prints the expression that reads a field from the signed ones. Every token has the type's span,
/// so that rustc points at a type that cannot be read.
fn read(field: &Field) -> TokenStream {
    let (ident, wire) = (&field.ident, &field.wire);
    let span = field.ty.span();
    let method = match field.inner {
        Some(_) => "optional",
        None => "required",
    };
    let method = Ident::new(method, span);
    quote_spanned!(span=> #ident: fields.#method(const { Self::KEYS.field(#wire) })?)
}

/// Prints the call that shows a field. Every token has the type's span, so that rustc points at a
/// type without `Debug`.
fn debug_field(field: &Field) -> TokenStream {
    let (name, ident) = (&field.name, &field.ident);
    let ty = field.inner.as_ref().unwrap_or(&field.ty);
    let shown = if field.inner.is_some() {
        quote!(self.#ident().map(|it| __Shown(it, __Of::<#ty>::READ)))
    } else {
        quote!(__Shown(self.#ident(), __Of::<#ty>::READ))
    };
    respanned(quote!(.field(#name, &#shown)), field.ty.span())
}

/// The accessor of a field that the struct itself holds.
pub(super) fn accessor(field: &Field, paths: &Paths) -> TokenStream {
    let (ident, ty) = (&field.ident, &field.ty);
    let private = &paths.private;
    let (output, body) = match &field.inner {
        Some(inner) => (
            quote!(#private::Option<&#inner>),
            quote!(self.#ident.as_ref()),
        ),
        None => (quote!(&#ty), quote!(&self.#ident)),
    };
    accessor_of(field, &output, &body)
}

/// A field's accessor, with documentation and with the field's visibility.
pub(super) fn accessor_of(field: &Field, output: &TokenStream, body: &TokenStream) -> TokenStream {
    let (visibility, ident) = (&field.visibility, &field.ident);
    let docs = field.docs().unwrap_or_else(|| {
        let doc = format!(" The signed parameter `{}`.", field.wire);
        quote!(#[doc = #doc])
    });
    quote! {
        #docs
        #[must_use]
        #visibility fn #ident(&self) -> #output {
            #body
        }
    }
}
