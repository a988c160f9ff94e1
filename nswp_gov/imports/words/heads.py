"""Which column is which: the words that lists have above their columns, in five languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nswp_gov.imports.states import Target
from nswp_gov.imports.words.folding import fold

_HEADS: Mapping[Target, str] = {
    Target.KEY: "identifier|id|key|external id|member id|member number|number|no|record id|code|"
    "identifiant|cle|numero|numero de membre|no de membre|clave|numero de miembro|identificador|"
    "codigo|ид|код|номер|номер члена|идентификатор|编号|会员编号|标识|代码",
    Target.NAME: "name|organisation|organization|organisation name|organization name|member|"
    "group|name of organisation|name of organization|title|nom|nom de l organisation|association|"
    "membre|groupe|nombre|organizacion|nombre de la organizacion|miembro|grupo|название|"
    "организация|название организации|наименование|член|группа|名称|组织|组织名称|机构|机构名称|"
    "会员|团体",
    Target.COUNTRY: "country|country or territory|territory|nation|country code|iso|pays|"
    "pays ou territoire|territoire|code pays|pais|pais o territorio|territorio|codigo de pais|"
    "страна|страна или территория|территория|код страны|国家|国家或地区|国家 地区|国别",
    Target.REGION: "region|nswp region|region nswp|region de la nswp|region del nswp|регион|区域|"
    "地区|大区",
    Target.LEVEL: "level|scope|reach|niveau|portee|nivel|alcance|уровень|охват|级别|层级|范围",
    Target.LOCALE: "language it writes in|langue dans laquelle elle ecrit|idioma en que escribe|"
    "язык, на котором организация пишет|该组织的书写语言|language|language of contact|"
    "correspondence language|preferred language|langue|langue de contact|"
    "langue de correspondance|langue preferee|idioma|lengua|idioma de contacto|idioma preferido|"
    "язык|язык переписки|предпочитаемый язык|语言|联系语言|首选语言",
    Target.ACRONYM: "сокращенное название|acronym|abbreviation|short name|initials|sigle|"
    "acronyme|abreviation|siglas|sigla|acronimo|abreviatura|сокращение|аббревиатура|кратко|"
    "краткое название|缩写|简称",
    Target.DESCRIPTION: "что мы делаем|description|about|what we do|mission|summary|a propos|"
    "presentation|ce que nous faisons|resume|descripcion|que hacemos|presentacion|acerca de|"
    "описание|чем мы занимаемся|о нас|миссия|简介|描述|介绍|我们做什么",
    Target.WORKS_WITH: "con quien trabajamos|我们与谁一起工作|who do you work with|works with|"
    "who we work with|target group|avec qui travaillez vous|avec qui nous travaillons|public|"
    "con quien trabajan|con quienes trabajamos|poblacion|с кем вы работаете|с кем мы работаем|"
    "целевая группа|服务对象|我们与谁合作|与谁合作",
    Target.INVOLVEMENT: "participation des travailleurses du sexe|"
    "como participan las personas que ejercen trabajo sexual|"
    "how are sex workers involved in your organisation|involvement|how sex workers are involved|"
    "how are sex workers involved|comment les travailleuses du sexe participent|participation|"
    "implication|comment les travailleurses du sexe sont impliquees|"
    "como participan las trabajadoras sexuales|participacion|как участвуют секс работники|"
    "участие|性工作者如何参与|参与|参与方式",
    Target.CHALLENGES: "the main challenges that sex workers face here|"
    "les principales difficultes des travailleurses du sexe ici|"
    "las principales dificultades de las personas que ejercen trabajo sexual aqui|"
    "главные трудности секс работников здесь|性工作者在这里面临的主要挑战|challenges|"
    "main challenges|two main challenges|defis|principaux defis|difficultes|retos|"
    "principales retos|desafios|principales desafios|трудности|проблемы|основные трудности|挑战|"
    "主要挑战|困难",
    Target.OTHER_WORK: "other work|other areas of work|other areas of your work|autres activites|"
    "autre travail|autres domaines|otro trabajo|otras areas de trabajo|otras actividades|"
    "другая работа|другие направления|其他工作|其他工作领域",
    Target.LANGUAGES: "langues dans lesquelles nous travaillons|idiomas en los que trabajamos|"
    "языки, на которых мы работаем|我们的工作语言|languages|working languages|languages of work|"
    "languages we work in|langues|langues de travail|idiomas|idiomas de trabajo|lenguas|языки|"
    "рабочие языки|工作语言|使用语言",
    Target.AREAS: "areas|priority areas|themes|topics|domaines|domaines prioritaires|priorites|"
    "thematiques|areas prioritarias|temas|prioridades|направления|приоритетные направления|"
    "приоритеты|темы|优先领域|工作领域|主题",
    Target.WEBSITE: "website|web site|web|url|homepage|site|site web|site internet|sitio web|"
    "pagina web|сайт|веб сайт|адрес сайта|网站|网址|主页",
    Target.EMAIL: "e-mail for questions|e-mail pour les questions|"
    "correo electronico para preguntas|электронная почта для вопросов|咨询用电子邮件|email|"
    "e mail|mail|email address|contact email|courriel|adresse courriel|adresse e mail|"
    "adresse electronique|correo|correo electronico|почта|эл почта|электронная почта|"
    "адрес электронной почты|имейл|邮箱|电子邮件|电邮|电子邮箱",
    Target.SOCIAL: "social|social media|social networks|facebook|twitter|instagram|"
    "reseaux sociaux|redes sociales|соцсети|социальные сети|社交媒体|社交网络",
    Target.CITY: "ciudad o localidad|город или поселок|城镇|city|town|town or city|place|ville|"
    "ville ou localite|localite|ciudad|localidad|город|населенныи пункт|населенный пункт|城市|市",
    Target.PHONE: "phone|telephone|tel|phone number|mobile|numero de telephone|portable|telefono|"
    "numero de telefono|movil|телефон|номер телефона|тел|电话|电话号码|手机",
    Target.CONTACT_PERSON: "contact|contact person|contact name|personne de contact|"
    "nom du contact|persona de contacto|contacto|nombre de contacto|контакт|контактное лицо|"
    "контактныи человек|联系人|联系人姓名",
    Target.HOST: "挂靠组织|host|host organisation|host organization|organisation hote|"
    "organisation d accueil|structure porteuse|organizacion anfitriona|entidad anfitriona|"
    "принимающая организация|托管组织|挂靠单位|挂靠机构",
    Target.CATEGORY: "category|membership|member type|type of membership|membership category|"
    "type|class|categorie|type de membre|type d adhesion|categoria|tipo de miembro|"
    "tipo de membresia|категория|тип членства|категория членства|членство|类别|会员类别|会员类型",
    Target.STANDING: "standing|status|membership status|statut|etat|situation|estado|situacion|"
    "estatus|статус|состояние|состояние членства|状态|会员状态|身份状态",
    Target.ADMITTED_ON: "day of admission|jour de l admission|dia de la admision|день приема|"
    "接纳日期|admitted|admitted on|member since|joined|join date|date joined|date of admission|"
    "date d admission|membre depuis|date d adhesion|adhesion|fecha de admision|miembro desde|"
    "fecha de ingreso|ingreso|дата приема|принят|член с|дата вступления|入会日期|加入日期|"
    "加入时间",
    Target.STANDING_ON: "day from which the standing holds|"
    "jour a partir duquel la situation vaut|dia desde el que vale la situacion|"
    "день, с которого действует статус|状态起始日期|standing since|status since|status date|"
    "date of status|left on|left|statut depuis|date du statut|date de depart|estado desde|"
    "fecha del estado|fecha de baja|статус с|дата статуса|дата выхода|状态日期|状态自|退会日期",
}  # fmt: skip
_BY_WORD = {fold(word): target for target, words in _HEADS.items() for word in words.split("|")}


def suggest(heads: Sequence[str]) -> dict[int, Target]:
    """Return, by position, what each column seems to be; nothing is suggested twice."""
    found: dict[int, Target] = {}
    for position, head in enumerate(heads):
        target = _BY_WORD.get(fold(head))
        if target is not None and target not in found.values():
            found[position] = target
    return found
